import { mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fontFolders } from './typst.server.ts'

let ready: Promise<void> | undefined

/** A machine without Chinese fonts would draw empty boxes: the papers' own fonts are named to whoever draws the letters. */
async function offerFonts(): Promise<void> {
  if (process.env.FONTCONFIG_FILE) return
  const folder = join(tmpdir(), `yizhan-fonts-${process.pid}`)
  await mkdir(folder, { recursive: true })
  const file = join(folder, 'fonts.conf')
  const dirs = fontFolders().map((dir) => `<dir>${dir.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</dir>`)
  await writeFile(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${dirs.join('')}<cachedir>${folder}</cachedir></fontconfig>`,
  )
  process.env.FONTCONFIG_FILE = file
}

/** A drawing of ours as PNG on white, fine enough for print, for programs that cannot read SVG. */
export async function toPicture(svg: string): Promise<Buffer> {
  ready ??= offerFonts()
  await ready
  const { default: sharp } = await import('sharp')
  return sharp(Buffer.from(svg), { density: 200 }).flatten({ background: '#fff' }).png().toBuffer()
}
