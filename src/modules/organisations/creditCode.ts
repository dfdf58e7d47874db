const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** The check character of a unified credit code's first 17 characters (GB 32100-2015, weights 3^i mod 31). */
function checkCharacter(body: string): string {
  let sum = 0
  let weight = 1
  for (const character of body) {
    sum += alphabet.indexOf(character) * weight
    weight = (weight * 3) % 31
  }
  return alphabet[(31 - (sum % 31)) % 31]!
}

/** What is wrong with a unified credit code, as a sentence; nothing if it is right. */
export function creditCodeProblem(code: string): string | undefined {
  if (code.length !== 18) return `统一社会信用代码应为 18 位，现在是 ${code.length} 位，请核对`
  const odd = [...code].find((character) => !alphabet.includes(character))
  if (odd) return `统一社会信用代码中不会出现「${odd}」（只用数字和大写字母，不含 I、O、S、V、Z），请核对`
  const expected = checkCharacter(code.slice(0, 17))
  return code[17] === expected ? undefined : `统一社会信用代码第 18 位应为 ${expected}，请核对`
}

/** Completes 17 characters to a valid code; for made-up organisations. */
export function completeCreditCode(body: string): string {
  return body + checkCharacter(body)
}
