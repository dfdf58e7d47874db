import QRCode from 'qrcode'
import { typeset } from '../papers/index.server.ts'
import type { PlaqueToDraw } from './plaque.server.ts'
import { card, emsOf, layOut, type Mark, marks } from './plaque.ts'

const plaqueTemplate = `
#let p = json(bytes(sys.inputs.plaque))
#set document(title: p.name)
#set page(width: p.width * 1cm, height: p.height * 1cm, margin: 0cm,
  fill: gradient.linear(rgb("#E4E7EA"), rgb("#F4F5F6"), rgb("#C9CED4"), rgb("#E2E5E8"), angle: 35deg))
#set text(font: ("Noto Sans S Chinese"), weight: "bold", fill: rgb("#16191D"), lang: "zh", region: "cn")
#let edge = calc.min(p.width, p.height) * 0.022 * 1cm
#place(top + left, dx: edge, dy: edge, rect(width: 100% - 2 * edge, height: 100% - 2 * edge, stroke: calc.max(0.08, p.height * 0.0025) * 1cm + rgb("#6B737C")))
#let placeholder(word) = circle(radius: p.mark * 0.5cm, stroke: (paint: rgb("#7A828C"), thickness: p.mark * 0.012cm, dash: "dashed"),
  align(center + horizon, box(width: p.mark * 0.78cm, text(size: p.mark * 0.13cm, weight: "regular", fill: rgb("#5A6472"), word))))
#let marks = p.marks.map(one => if one.png == none { placeholder(one.word) } else { image(bytes(one.png), format: "png", height: p.mark * 1cm) })
#let name = stack(dir: ttb, spacing: p.letter * 0.6cm, ..p.lines.map(line => align(center, text(size: p.letter * 1cm, top-edge: 0.88em, bottom-edge: -0.12em, line))))
#align(center + horizon,
  if p.beside { stack(dir: ltr, spacing: p.mark * 0.2cm, ..marks.map(one => align(horizon, one)), align(horizon, name)) }
  else if marks.len() == 0 { name }
  else { stack(dir: ttb, spacing: p.mark * 0.55cm, stack(dir: ltr, spacing: p.mark * 0.35cm, ..marks), name) })
`

/** Pixels along a mark's longer side: fine enough for print at eleven centimetres. */
const markPixels = 1200

/** A picture's bytes as numbers: the one way to hand Typst a picture without a file. */
async function asPng(picture: Buffer): Promise<number[]> {
  const { default: sharp } = await import('sharp')
  const inside = { fit: 'inside', withoutEnlargement: true } as const
  return [...(await sharp(picture).resize(markPixels, markPixels, inside).png({ compressionLevel: 9 }).toBuffer())]
}

/** A plaque at its true size. `pictures` are the files of marks; a mark without one is a neutral placeholder. */
export async function drawPlaque(
  plaque: PlaqueToDraw,
  pictures: ReadonlyMap<Mark, Buffer>,
  format: 'pdf' | 'svg',
): Promise<Buffer> {
  const { widthCm, heightCm } = plaque
  const drawn = await Promise.all(
    plaque.marks.map(async ({ mark }) => {
      const picture = pictures.get(mark)
      return { word: `${marks[mark]}\n（待上传）`, png: picture ? await asPng(picture) : null }
    }),
  )
  const content = {
    ...layOut(plaque.lines, { widthCm, heightCm, marks: drawn.length }),
    name: plaque.name,
    width: widthCm,
    height: heightCm,
    marks: drawn,
  }
  const sheet = await typeset(plaqueTemplate, { plaque: JSON.stringify(content) }, format)
  // an SVG in centimetres opens at its true size in every program that draws
  return format === 'pdf'
    ? sheet
    : Buffer.from(
        sheet.toString().replace(/width="[\d.]+pt" height="[\d.]+pt"/, `width="${widthCm}cm" height="${heightCm}cm"`),
      )
}

const badgeTemplate = `
#let sheet = json(bytes(sys.inputs.sheet))
#let c = sheet.card
#set document(title: sheet.title)
#set page(paper: "a4", margin: (x: (210 - c.width * c.columns) / 2 * 1mm, y: (297 - c.height * c.rows) / 2 * 1mm))
#set text(font: ("Noto Sans S Chinese"), lang: "zh", region: "cn", fill: rgb("#1F2329"))
#set par(leading: 0.5em)
#let one(b) = box(width: c.width * 1mm, height: c.height * 1mm, stroke: 0.2mm + rgb("#9AA3AE"), clip: true, {
  place(top + left, rect(width: 100%, height: 11mm, fill: rgb("#1F5FA8"), stroke: none))
  place(top + left, block(width: 100%, height: 11mm, inset: (x: 3.5mm), align(center + horizon, text(fill: white, weight: "bold", size: b.head * 1mm, b.station))))
  place(top + left, dx: 5mm, dy: 16mm, rect(width: 22mm, height: 30mm, stroke: (paint: rgb("#9AA3AE"), thickness: 0.2mm, dash: "dashed"), align(center + horizon, text(size: 2.6mm, fill: rgb("#5A6472"), "照片"))))
  place(top + left, dx: 31mm, dy: 15.5mm, text(size: 3.4mm, fill: rgb("#5A6472"), tracking: 1mm, "工作证"))
  place(top + left, dx: 31mm, dy: 21.5mm, block(width: 31mm, text(size: b.letter * 1mm, weight: "bold", b.name)))
  place(top + left, dx: 31mm, dy: 31mm, text(size: 3.8mm, b.post))
  place(top + left, dx: 31mm, dy: 42.5mm, text(size: 2.5mm, fill: rgb("#5A6472"), "制作 " + b.issued))
  place(top + left, dx: 62mm, dy: 21.5mm, link(b.address, image(bytes(b.qr), format: "svg", width: 19.5mm)))
  place(top + left, dx: 62mm, dy: 42.5mm, block(width: 19.5mm, align(center, text(size: 2.5mm, fill: rgb("#5A6472"), "扫码查验"))))
})
#grid(columns: c.columns, ..sheet.badges.map(one))
`

export interface BadgeToDraw {
  station: string
  name: string
  post: string
  issuedOn: string
  /** Address of the public page that says whether it holds. */
  address: string
}

/** Badges as cards of 85.6 × 54 mm, ten on a sheet of A4, with lines to cut along. */
export async function drawBadges(title: string, badges: readonly BadgeToDraw[]): Promise<Buffer> {
  const drawn = await Promise.all(
    badges.map(async ({ station, name, post, issuedOn, address }) => ({
      station,
      name,
      post,
      issued: issuedOn,
      address,
      // what would become too small to read takes a second line
      head: Math.max(3.3, Math.min(4.6, (card.width - 8) / emsOf(station))),
      letter: Math.max(3.8, Math.min(6.4, 29 / emsOf(name))),
      qr: await QRCode.toString(address, { type: 'svg', margin: 0, errorCorrectionLevel: 'M' }),
    })),
  )
  return typeset(badgeTemplate, { sheet: JSON.stringify({ title, card, badges: drawn }) }, 'pdf')
}
