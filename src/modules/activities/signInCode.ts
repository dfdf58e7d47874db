/** Where the code of an activity leads: its public sign-in on the installation at this origin. */
export const signInAddress = (origin: string, code: string) => `${origin}/sign/${code}`

/** The code alone as a drawing (SVG), the same at the desk and on a phone, without a network too. */
export async function drawSignIn(address: string): Promise<string> {
  const { default: QRCode } = await import('qrcode')
  return QRCode.toString(address, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' })
}
