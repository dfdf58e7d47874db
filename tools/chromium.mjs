// A real Chromium for the stories and the pictures.
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { root } from './prepare.mjs'

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Chinese glyphs without any system font: the fonts of the papers serve the browser too. */
async function fontConfig() {
  const folder = join(tmpdir(), 'yizhan-fonts')
  await mkdir(folder, { recursive: true })
  const file = join(folder, 'fonts.conf')
  const fonts = join(root, 'node_modules/@embedpdf/fonts-sc/fonts')
  await writeFile(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${fonts}</dir><dir>/usr/share/fonts</dir><cachedir>${folder}</cachedir></fontconfig>`,
  )
  return file
}

/** The system's Chromium if there is one, else the one that comes as an npm package. */
async function launching() {
  process.env.FONTCONFIG_FILE = await fontConfig()
  const system = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
    existsSync(path),
  )
  const { default: packaged } = await import('@sparticuz/chromium')
  return { executablePath: system ?? (await packaged.executablePath()), args: quiet, headless: true }
}

export async function openBrowser() {
  return chromium.launch(await launching())
}

/** A browser that keeps what it stores in this folder, as a phone does: closed and opened again it goes on. */
export async function openPhone(folder, options) {
  return chromium.launchPersistentContext(folder, { ...(await launching()), ...options })
}
