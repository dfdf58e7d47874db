import type { BrowserContext, Page } from 'playwright-core'
import { expect, inject } from 'vitest'
import { openPhone } from './browser.ts'
import { passwordOf } from './seats.ts'

export const small = { width: 360, height: 640 }
export const usual = { width: 390, height: 844 }
/** Nobody's PIN but the stories'. */
export const pin = '258036'

/** A phone in Chromium over this store: the same one again is the same phone, switched on again. */
export async function aPhone(store: string, offline = false): Promise<BrowserContext> {
  const opened = await openPhone(store, {
    baseURL: inject('address'),
    viewport: usual,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
    hasTouch: true,
    offline,
  })
  opened.setDefaultTimeout(45_000)
  return opened
}

/** Takes a phone into use for somebody, under a PIN of their own. */
export async function enrol(at: Page, login: string, code: string): Promise<void> {
  await at.getByLabel('登录名').fill(login)
  await at.getByLabel('口令', { exact: true }).fill(passwordOf(login))
  await at.getByRole('button', { name: '登录' }).click()
  await at.getByLabel('PIN（6 位数字）').fill(code)
  await at.getByLabel('再输一次').fill(code)
  await at.getByRole('button', { name: '开始使用' }).click()
}

/** Types a PIN. */
export async function enter(at: Page, code = pin): Promise<void> {
  await at.getByLabel('6 位数字').fill(code)
  await at.getByRole('button', { name: '打开' }).click()
}

/** Opens one's part of the phone. */
export async function unlock(at: Page): Promise<void> {
  await enter(at)
  await at
    .getByRole('navigation', { name: '主要页面' })
    .or(at.getByRole('button', { name: /^保存/ }))
    .first()
    .waitFor()
}

/** The line that says how much waits. */
export const status = (at: Page) => at.locator('.status')
/** Asks the door as whoever is logged in on this page. */
export const ask = (at: Page, path: string, input: object) =>
  at.evaluate(
    async ([to, what]) => {
      const body = JSON.stringify({ opId: crypto.randomUUID().replace(/^(.{14})4/, '$17'), input: what })
      const answer = await fetch(`/api/${to}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      })
      return answer.json()
    },
    [path, input] as const,
  )

/** One round with the server, asked for by hand. */
export async function syncs(at: Page): Promise<void> {
  await at.goto('/field/#/mine')
  await at.getByRole('button', { name: '现在同步' }).click()
  await expect.poll(() => status(at).innerText(), { timeout: 30_000 }).toMatch(/全部已同步 · 上次/)
}

/** Whatever lies on this phone as anybody with the device reads it: all stores with their keys, and what is beside them. */
export const everythingRaw = (at: Page) =>
  at.evaluate(async () => {
    const found: string[] = [
      JSON.stringify(localStorage),
      JSON.stringify(sessionStorage),
      location.href,
      document.title,
    ]
    const look = (value: unknown): void => {
      if (ArrayBuffer.isView(value)) found.push(new TextDecoder().decode(value))
      else if (typeof value === 'object' && value !== null)
        for (const [key, one] of Object.entries(value)) {
          found.push(key)
          look(one)
        }
      else found.push(String(value))
    }
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    for (const { name } of await indexedDB.databases()) {
      const db = await done(indexedDB.open(name!))
      for (const store of db.objectStoreNames) {
        const at = db.transaction(store).objectStore(store)
        const [keys, rows] = await Promise.all([done(at.getAllKeys()), done(at.getAll())])
        found.push(name!, store)
        for (const one of [...keys, ...rows]) look(one)
      }
      db.close()
    }
    for (const name of await caches.keys())
      for (const { url } of await (await caches.open(name)).keys()) found.push(url)
    return found.join('\n')
  })
