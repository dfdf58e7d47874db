/** The room a text takes, in letters: a Chinese character takes that of two. */
export const textWidth = (text: string): number =>
  [...text].reduce((width, one) => width + (one.charCodeAt(0) > 0x2e7f ? 2 : 1), 0)
