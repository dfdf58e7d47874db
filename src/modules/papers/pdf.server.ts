import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cellText, margins, type Paper, sizes } from './paper.ts'

// The paper's content reaches Typst only as data, never as source text: nothing a person typed can be a command.
const template = `
#let paper = json(bytes(sys.inputs.paper))
#let m = paper.margins
#let s = paper.sizes
#set document(title: paper.title)
#set page(
  paper: "a4",
  margin: (top: m.top * 1mm, left: m.left * 1mm, right: m.right * 1mm, bottom: m.bottom * 1mm),
  footer: context {
    let page = counter(page).get().first()
    if paper.footnote != none { block(text(size: s.footnote * 1pt, fill: rgb("#5A6472"), paper.footnote)) }
    align(if calc.odd(page) { right } else { left }, text(size: 14pt, "— " + str(page) + " —"))
  },
)
#set text(font: ("Noto Serif SC", "Noto Sans S Chinese"), size: s.text * 1pt, lang: "zh", region: "cn", cjk-latin-spacing: none)
#set par(leading: 0.72em, spacing: 0.72em, justify: true)
#align(center, text(size: s.title * 1pt, weight: "bold", par(justify: false, paper.title)))
#if paper.subtitle != none { align(center, text(size: 14pt, paper.subtitle)) }
#v(0.6em)
#for block in paper.blocks {
  if block.kind == "heading" {
    par(text(font: "Noto Sans S Chinese", weight: "bold", h(2em) + block.text))
  } else if block.kind == "paragraph" {
    for line in block.text.split("\\n") { par(h(2em) + line) }
  } else if block.kind == "table" {
    if block.caption != none { align(center, text(size: s.table * 1pt, weight: "bold", block.caption)) }
    set text(size: s.table * 1pt)
    set par(leading: 0.5em, spacing: 0.5em, justify: false)
    table(
      columns: block.columns.map(c => c.width * 1fr),
      align: (x, y) => if y == 0 { center + horizon } else if block.columns.at(x).align == "right" { right + horizon } else if block.columns.at(x).align == "center" { center + horizon } else { left + horizon },
      stroke: 0.5pt,
      inset: (x: 4pt, y: 5pt),
      table.header(..block.columns.map(c => text(font: "Noto Sans S Chinese", weight: "bold", c.label))),
      ..block.rows.flatten(),
    )
  } else if block.kind == "signature" {
    v(1em)
    align(right, box(inset: (right: 4em), align(center, stack(spacing: 0.8em, ..block.lines))))
  }
}
`

/** The folder of fonts that the build has copied; the packages' own while the tests run from the sources. */
function fontFolders(): string[] {
  for (let at = dirname(fileURLToPath(import.meta.url)); ; at = dirname(at)) {
    if (existsSync(join(at, 'dist/fonts'))) return [join(at, 'dist/fonts')]
    if (existsSync(join(at, 'node_modules/@embedpdf'))) {
      return [
        '@embedpdf/fonts-sc/fonts',
        '@expo-google-fonts/noto-serif-sc/400Regular',
        '@expo-google-fonts/noto-serif-sc/700Bold',
      ].map((one) => join(at, 'node_modules', one))
    }
    if (at === dirname(at)) throw new Error('找不到字体文件，请重新执行 npm start 以完成构建')
  }
}

type Compiler = import('@myriaddreamin/typst-ts-node-compiler').NodeCompiler
let compiler: Promise<Compiler> | undefined

async function openCompiler(): Promise<Compiler> {
  const { NodeCompiler } = await import('@myriaddreamin/typst-ts-node-compiler')
  return NodeCompiler.create({ fontArgs: [{ fontPaths: fontFolders() }] })
}

/** The paper as PDF/A-2b, with its fonts inside. */
export async function toPdf(paper: Paper): Promise<Buffer> {
  compiler ??= openCompiler()
  const typst = await compiler
  const content = {
    ...paper,
    subtitle: paper.subtitle ?? null,
    footnote: paper.footnote ?? null,
    margins,
    sizes,
    blocks: paper.blocks.map((block) =>
      block.kind === 'table'
        ? {
            ...block,
            caption: block.caption ?? null,
            columns: block.columns.map((column) => ({ align: 'left', ...column })),
            rows: block.rows.map((row) => row.map(cellText)),
          }
        : block,
    ),
  }
  try {
    const made = typst.compile({ mainFileContent: template, inputs: { paper: JSON.stringify(content) } })
    if (!made.result)
      throw new Error(`the paper could not be set: ${JSON.stringify(made.takeDiagnostics()?.shortDiagnostics)}`)
    return typst.pdf(made.result, { pdfStandard: 'a-2b' } as never)
  } finally {
    // without this each document stays in memory (dependencies.md section 6)
    typst.evictCache(5)
  }
}
