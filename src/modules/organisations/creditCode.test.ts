import fc from 'fast-check'
import { expect, it } from 'vitest'
import { completeCreditCode, creditCodeProblem } from './index.ts'

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const aBody = fc
  .array(fc.constantFrom(...alphabet), { minLength: 17, maxLength: 17 })
  .map((characters) => characters.join(''))

it('a code completed by GB 32100 is accepted', () => {
  fc.assert(
    fc.property(aBody, (body) => {
      expect(creditCodeProblem(completeCreditCode(body))).toBeUndefined()
    }),
  )
})

it('one mistyped character never passes as another code', () => {
  fc.assert(
    fc.property(aBody, fc.nat(16), fc.integer({ min: 1, max: 30 }), (body, at, by) => {
      const code = completeCreditCode(body)
      const other = alphabet[(alphabet.indexOf(code[at]!) + by) % 31]
      expect(creditCodeProblem(code.slice(0, at) + other + code.slice(at + 1))).toContain('第 18 位应为')
    }),
  )
})

it('the standard’s own example ends in 3, and a letter outside the alphabet is named', () => {
  expect(completeCreditCode('91350100M000100Y4')).toBe('91350100M000100Y43')
  expect(creditCodeProblem('91350100M000100Y44')).toBe('统一社会信用代码第 18 位应为 3，请核对')
  expect(creditCodeProblem('91350100M000100Y4Z')).toContain('「Z」')
  expect(creditCodeProblem('91350100m000100Y43')).toContain('「m」')
  expect(creditCodeProblem('91350100M000100Y4')).toContain('17 位')
})
