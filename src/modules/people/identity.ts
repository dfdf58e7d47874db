const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** The check character of an identity number's first 17 digits (GB 11643, weights mod 11). */
export function identityCheck(body: string): string {
  const sum = weights.reduce((total, weight, i) => total + weight * Number(body[i]), 0)
  return '10X98765432'[sum % 11]!
}

/** The birthday written in an identity number, `YYYY-MM-DD`. */
export const bornOnOf = (number: string): string =>
  `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`

/** The sex written in an identity number: the 17th digit, odd for men. */
export const sexOf = (number: string): 'male' | 'female' => (Number(number[16]) % 2 === 1 ? 'male' : 'female')

/** What is wrong with an 18-digit identity number, as a sentence; nothing if it is right. The area code is not checked: areas change. */
export function identityProblem(number: string, today: string): string | undefined {
  if (/^\d{15}$/.test(number)) return '这是 15 位旧号码，请按现行身份证填写 18 位'
  if (!/^\d{17}[\dX]$/.test(number))
    return `身份证号应为 18 位，前 17 位是数字，末位是数字或大写 X，现在是 ${number.length} 位，请核对`
  const born = bornOnOf(number)
  const real = new Date(`${born}T00:00:00Z`)
  if (Number.isNaN(real.getTime()) || real.toISOString().slice(0, 10) !== born)
    return `身份证号第 7–14 位（${born}）不是真实的日期，请核对`
  if (born > today) return `身份证号中的出生日期 ${born} 晚于今天，请核对`
  const expected = identityCheck(number.slice(0, 17))
  return number[17] === expected ? undefined : `身份证号第 18 位应为 ${expected}，请核对`
}

/** Whole years of age on a day. */
export function ageOn(bornOn: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(bornOn.slice(0, 4))
  return day.slice(5) < bornOn.slice(5) ? years - 1 : years
}

/** What is wrong with a phone number: mobile, or landline with area code. */
export function phoneProblem(phone: string): string | undefined {
  if (/^1\d{10}$/.test(phone) || /^0\d{2,3}-?\d{7,8}$/.test(phone)) return undefined
  return '电话请填 11 位手机号，或带区号的座机（如 0871-6000000）'
}
