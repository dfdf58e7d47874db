import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ageOn, bornOnOf, identityCheck, identityProblem, phoneProblem, sexOf } from './index.ts'

const today = '2026-11-24'

/** Days from 1900 to today. */
const aDay = fc
  .integer({ min: Date.parse('1900-01-01') / 86_400_000, max: Date.parse(today) / 86_400_000 })
  .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10))
const aBody = fc
  .tuple(fc.integer({ min: 100_000, max: 999_999 }), aDay, fc.integer({ min: 0, max: 999 }))
  .map(([area, born, serial]) => `${area}${born.replaceAll('-', '')}${String(serial).padStart(3, '0')}`)

it('a number completed by GB 11643 is accepted, and its birthday and sex read back', () => {
  fc.assert(
    fc.property(aBody, (body) => {
      const number = body + identityCheck(body)
      expect(identityProblem(number, today)).toBeUndefined()
      expect(bornOnOf(number).replaceAll('-', '')).toBe(body.slice(6, 14))
      expect(sexOf(number)).toBe(Number(body[16]) % 2 === 1 ? 'male' : 'female')
    }),
  )
})

it('one mistyped digit, or two neighbours swapped, never passes as another number', () => {
  fc.assert(
    fc.property(aBody, fc.nat(16), fc.integer({ min: 1, max: 9 }), (body, at, by) => {
      const number = body + identityCheck(body)
      const digit = (Number(number[at]) + by) % 10
      expect(identityProblem(number.slice(0, at) + digit + number.slice(at + 1), today)).toBeTypeOf('string')
    }),
  )
  fc.assert(
    fc.property(aBody, fc.nat(15), (body, at) => {
      const number = body + identityCheck(body)
      fc.pre(number[at] !== number[at + 1])
      const swapped = number.slice(0, at) + number[at + 1] + number[at] + number.slice(at + 2)
      expect(identityProblem(swapped, today)).toBeTypeOf('string')
    }),
  )
})

it('a wrong last character is named with the right one', () => {
  fc.assert(
    fc.property(aBody, fc.constantFrom(...'0123456789X'), (body, last) => {
      const right = identityCheck(body)
      fc.pre(last !== right)
      expect(identityProblem(body + last, today)).toBe(`身份证号第 18 位应为 ${right}，请核对`)
    }),
  )
})

it.each([
  ['350627199711275419', undefined],
  ['11010519491231002X', undefined],
  ['440524188001010014', undefined],
  ['23023019950212522X', '身份证号第 18 位应为 9，请核对'],
  ['11010519491231002x', '大写 X'],
  ['110105491231002', '15 位旧号码'],
  ['1101051949123100', '现在是 16 位'],
  ['999999202302300018', '不是真实的日期'],
  ['999999202612010010', '晚于今天'],
])('the number %s is judged as the standard says', (number, says) => {
  const problem = identityProblem(number, today)
  if (says === undefined) expect(problem).toBeUndefined()
  else expect(problem).toContain(says)
})

it('a year of age is complete on the birthday, not before', () => {
  expect(ageOn('1981-06-15', '2026-06-14')).toBe(44)
  expect(ageOn('1981-06-15', '2026-06-15')).toBe(45)
  expect(ageOn('2000-02-29', '2026-02-28')).toBe(25)
  expect(ageOn('2000-02-29', '2026-03-01')).toBe(26)
})

it.each([
  ['19900001234', true],
  ['0871-6000000', true],
  ['087160000000', true],
  ['29900001234', false],
  ['199 0000 1234', false],
  ['6000000', false],
])('the phone %s is a mobile, or a landline with its area code: %s', (phone, right) => {
  expect(phoneProblem(phone) === undefined).toBe(right)
})
