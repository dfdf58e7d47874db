import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { expect, inject } from 'vitest'
import { openBrowser } from './browser.ts'

/** What a page may take on a machine that does much else at the same time. */
const patienceMs = 45_000

export const desk = { width: 1440, height: 900 }
export const phone = { width: 390, height: 844 }

/** A person of the demo at a browser of their own. */
export interface Seat {
  page: Page
  /** What the browser complained of since the last time it was asked: errors of scripts, and of the network. */
  complaints(): string[]
}

export interface Seats {
  /** The seat of this login, signed in at the first time it is taken. */
  of(login: string): Promise<Seat>
  /** Somebody at the door, not signed in. */
  stranger(address?: string): Promise<Seat>
  close(): Promise<void>
}

/** Password of a demo login, as the product wrote it down. */
export function passwordOf(login: string): string {
  const line = inject('logins')
    .split('\n')
    .map((text) => text.trim().split(/\s{2,}/))
    .find((cells) => cells[1] === login)
  if (!line) throw new Error(`the demo has no login ${login}`)
  return line[2]!
}

/** One browser for a story, and a seat for each person in it. */
export async function openSeats(): Promise<Seats> {
  const browser = await openBrowser()
  const taken = new Map<string, Promise<Seat>>()

  async function stranger(address = inject('address')): Promise<Seat> {
    const context = await browser.newContext({
      baseURL: address,
      viewport: desk,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      reducedMotion: 'reduce',
    })
    context.setDefaultTimeout(patienceMs)
    const page = await context.newPage()
    const heard = listen(page)
    return { page, complaints: () => heard.splice(0) }
  }

  async function arrive(login: string): Promise<Seat> {
    const seat = await stranger()
    await signIn(seat.page, login)
    return seat
  }

  return {
    of(login) {
      const seat = taken.get(login) ?? arrive(login)
      taken.set(login, seat)
      return seat
    },
    stranger,
    close: () => browser.close(),
  }
}

function listen(page: Page): string[] {
  const heard: string[] = []
  page.on('pageerror', (error) => heard.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') heard.push(message.text())
  })
  return heard
}

/** Signs in as people do. */
export async function signIn(page: Page, login: string, password = passwordOf(login)): Promise<void> {
  await page.goto('/login')
  await page.getByLabel('登录名').fill(login)
  await page.getByLabel('口令', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录' }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/login'))
  await settled(page)
}

/** Opens an address and waits until nothing on the page is on its way any more. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await settled(page)
}

/** The page has its heading, and nothing on it is loading. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      document.querySelector('h1') !== null &&
      document.querySelector('.ant-skeleton, .ant-spin-spinning, .ant-btn-loading') === null,
  )
}

/** The page of this heading has come, and is whole. */
export async function arrived(page: Page, heading: string | RegExp): Promise<void> {
  await page.getByRole('heading', { level: 1, name: heading }).waitFor()
  await settled(page)
}

/** Does what leads to another page, and waits until that one has come. */
export async function follow(page: Page, step: () => Promise<unknown>): Promise<void> {
  const before = await page.title()
  await step()
  await page.waitForFunction((title) => document.title !== title, before)
  await settled(page)
}

/** The control of a field of a form, and what is said to be wrong with it. */
export function field(page: Page | Locator, label: string): { control: Locator; wrong: Locator } {
  const item = page.locator('.ant-form-item', { has: page.getByText(label, { exact: true }) }).last()
  return { control: item.locator('input, textarea').first(), wrong: item.getByRole('alert') }
}

/** Chooses from a list by writing what its line says. */
export async function choose(page: Page, label: string, line: string): Promise<void> {
  const box = page.getByLabel(label, { exact: true })
  await box.click()
  if (await box.isEditable()) await box.fill(line)
  await page.locator('.ant-select-item-option', { hasText: line }).first().click()
}

const standards = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']

/** What axe finds serious or critical on the page as it stands, or in the dialog that covers it. */
export async function barriers(page: Page): Promise<string[]> {
  // there are no frames to look into, so that no page of axe's own need be opened
  const axe = new AxeBuilder({ page }).withTags(standards).setLegacyMode()
  if ((await page.getByRole('dialog').count()) > 0) axe.include('[role="dialog"]')
  const { violations } = await axe.analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))
}

/** Another window size, and the page laid out for it. */
export async function resize(page: Page, size: { width: number; height: number }): Promise<void> {
  await page.setViewportSize(size)
  await settled(page)
  // what hears of the new size draws anew in the next frames
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
}

/** Pixels that the page stays wider than its window. */
export async function tooWide(page: Page): Promise<number> {
  const wider = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  for (let i = 0; i < 20 && (await wider()) > 0; i++) await page.waitForTimeout(100)
  return wider()
}

/** Keeps a picture of the page, for people to look at, where `YIZHAN_SHOTS` is set. */
export async function shot(page: Page, name: string): Promise<void> {
  if (!process.env.YIZHAN_SHOTS) return
  const folder = join(tmpdir(), 'yizhan-shots')
  mkdirSync(folder, { recursive: true })
  for (const size of [desk, phone]) {
    await resize(page, size)
    await page.screenshot({ path: join(folder, `${name}-${size.width}.png`), fullPage: true })
  }
  await resize(page, desk)
}

/** Fails unless the text stands on the page. */
export async function sees(page: Page | Locator, text: string | RegExp): Promise<void> {
  await expect
    .poll(() => page.getByText(text).first().isVisible(), {
      timeout: patienceMs,
      message: `「${text}」 is on the page`,
    })
    .toBe(true)
}

/** Closes a context that a story opened for itself. */
export const leave = (seat: Seat): Promise<void> => (seat.page.context() as BrowserContext).close()
