import { randomBytes, randomInt } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'

// argon2id, 19 MiB, two passes: the library's default and OWASP's first choice
const options = { memoryCost: 19_456, timeCost: 2 }

export function hashPassword(password: string): Promise<string> {
  return hash(password, options)
}

export async function passwordMatches(hashed: string | null, password: string): Promise<boolean> {
  // an account without a password takes as long as one with, so that time does not tell them apart
  decoy ??= hash(randomBytes(16).toString('hex'), options)
  return verify(hashed ?? (await decoy), password).catch(() => false)
}

let decoy: Promise<string> | undefined

/** What is missing in a password, as a sentence (等保 三级: at least 8 characters of three kinds). */
export function passwordProblem(password: string, login: string): string | undefined {
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/].filter((kind) => kind.test(password)).length
  if (password.length < 8) return '口令至少 8 位'
  if (password.trim() !== password) return '口令首尾不能有空格'
  if (kinds < 3) return '口令请包含大写字母、小写字母、数字、符号中的至少三类'
  if (password.toLowerCase().includes(login.toLowerCase())) return '口令不能包含登录名'
  return undefined
}

const letters = ['abcdefghijkmnpqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789']

/** A password for first logins: without letters that are mistaken for each other. */
export function generatePassword(): string {
  const one = (from: string) => from[randomInt(from.length)]!
  return [...Array(4)].map(() => letters.map(one).join('')).join('-')
}
