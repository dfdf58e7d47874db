import { randomBytes } from 'node:crypto'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { checkFile } from './files.ts'

const signature = Buffer.from('d0cf11e0a1b11ae1', 'hex')

/** An OLE container as far as its directory: the signature in the first sector, then one entry. */
function anOle(stream: string): Buffer {
  const name = Buffer.from(`${stream}\0`, 'utf16le')
  const content = Buffer.alloc(2048)
  signature.copy(content)
  name.copy(content, 1024)
  content.writeUInt16LE(name.length, 1024 + 64)
  content[1024 + 66] = 2
  return content
}

const aPdf = (end = 'startxref\n9\n%%EOF\n') =>
  Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(9000), Buffer.from(end)])
const aPicture = () => sharp({ create: { width: 8, height: 8, channels: 3, background: '#1F5FA8' } })

describe('an upload is what its whole content says, not its first bytes', () => {
  it('a PDF has the end that readers begin from, with or without a few bytes after it', async () => {
    expect(await checkFile('通知.pdf', aPdf())).toMatchObject({ name: '通知.pdf', type: 'application/pdf' })
    expect(await checkFile('扫描.pdf', aPdf('startxref\r\n9\r\n%%EOF\r\n\0\0'))).toMatchObject({
      type: 'application/pdf',
    })
  })

  it.each(['WordDocument', 'Workbook', 'Book', 'PowerPoint Document'])(
    'an old Office file holds its stream %s',
    async (stream) => {
      expect(await checkFile('旧.doc', anOle(stream))).toMatchObject({ type: 'application/x-cfb' })
    },
  )

  const notOffice = '「旧.doc」已损坏，或不是 Word、Excel、PowerPoint 文件；设有打开密码的请先去掉密码，再上传'
  const brokenPdf = '「旧.pdf」已损坏或没有传完整，不能作为 PDF 打开，请重新导出或扫描后再上传'
  it.each<[string, string, Buffer, string]>([
    ['a PDF that is only its first line', '旧.pdf', Buffer.from('%PDF-1.7\n'), brokenPdf],
    ['a PDF before random bytes', '旧.pdf', Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(5000)]), brokenPdf],
    ['a PDF cut off on its way', '旧.pdf', aPdf('xref'), brokenPdf],
    ['a container before random bytes', '旧.doc', Buffer.concat([signature, randomBytes(5000)]), notOffice],
    ['a container cut off within its directory', '旧.doc', anOle('Workbook').subarray(0, 1060), notOffice],
    ['a saved mail', '旧.doc', anOle('__properties_version1.0'), notOffice],
    ['a paper locked with a password', '旧.doc', anOle('EncryptedPackage'), notOffice],
    [
      'a container that only speaks of Word',
      '旧.doc',
      Buffer.concat([signature, Buffer.from('WordDocument\0', 'utf16le')]),
      notOffice,
    ],
  ])('%s is refused, and told why', async (_, name, content, message) => {
    await expect(checkFile(name, content)).rejects.toMatchObject({ code: 'invalid', message })
  })
})

it.each([
  ['a.png', 'a.webp'],
  ['pdfbutpng.pdf', 'pdfbutpng.webp'],
  ['走访 11.24', '走访 11.24.webp'],
  ['现场', '现场.webp'],
])('a picture called %s is kept as %s, by what it became', async (name, kept) => {
  expect(await checkFile(name, await aPicture().png().toBuffer())).toMatchObject({ name: kept, type: 'image/webp' })
})
