import {
  type Block,
  cellText,
  inLines,
  margins,
  type Paper,
  rowsKept,
  signatureIndent,
  sizes,
  titleLines,
} from './paper.ts'
import { typeset } from './typst.server.ts'

// The paper's content reaches Typst only as data, never as source text: nothing a person typed can be a command.
const template = `
#let paper = json(bytes(sys.inputs.paper))
#let m = paper.margins
#let s = paper.sizes
#let footnote = state("footnote", paper.footnote)
#set document(title: paper.title)
#set page(
  paper: "a4",
  margin: (top: m.top * 1mm, left: m.left * 1mm, right: m.right * 1mm, bottom: m.bottom * 1mm),
  footer: context {
    let page = counter(page).get().first()
    let said = footnote.get()
    if said != "" { block(text(size: s.footnote * 1pt, fill: rgb("#5A6472"), said)) }
    // a character's width from the outer edge
    align(if calc.odd(page) { right } else { left }, text(size: 14pt, h(1em) + "— " + str(page) + " —" + h(1em)))
  },
)
#set text(font: ("Noto Serif SC", "Noto Sans S Chinese"), size: s.text * 1pt, lang: "zh", region: "cn", cjk-latin-spacing: none)
#set par(leading: 0.72em, spacing: 0.72em, justify: true)
#align(center, text(size: s.title * 1pt, weight: "bold", par(justify: false, paper.titleLines.join(linebreak()))))
#if paper.subtitle != none { align(center, text(size: 14pt, paper.subtitle)) }
#v(0.6em)
// in the loop below the word is a part of the paper
#let block-of = block
// a row of few words is not cut by the end of a page; a long one may be
#let whole(texts) = texts.all(text => text.clusters().len() < 240)
#for (at, block) in paper.blocks.enumerate() {
  if block.kind == "heading" {
    block-of(width: 100%, sticky: true, text(font: "Noto Sans S Chinese", weight: "bold", h(2em) + block.text))
  } else if block.kind == "paragraph" {
    // who signs does not stand alone on a page
    let signed = at + 1 < paper.blocks.len() and paper.blocks.at(at + 1).kind == "signature"
    let lines = block.text.split("\\n")
    for (i, line) in lines.enumerate() { block-of(width: 100%, sticky: signed and i + 1 == lines.len(), par(h(2em) + line)) }
  } else if block.kind == "table" {
    // a caption stays with its table
    if block.caption != none { block-of(width: 100%, sticky: true, align(center, text(size: s.table * 1pt, weight: "bold", block.caption))) }
    set text(size: s.table * 1pt)
    set par(leading: 0.5em, spacing: 0.5em, justify: false)
    block-of(width: 100%, breakable: block.rows.len() > paper.rowsKept, table(
      columns: block.columns.map(c => c.width * 1fr),
      align: (x, y) => if y == 0 { center + horizon } else if block.columns.at(x).align == "right" { right + horizon } else if block.columns.at(x).align == "center" { center + horizon } else { left + horizon },
      stroke: 0.5pt,
      inset: (x: 4pt, y: 5pt),
      table.header(..block.columns.map(c => text(font: "Noto Sans S Chinese", weight: "bold", c.label))),
      ..block.rows.map(row => row.map(text => table.cell(breakable: not whole(row), text))).flatten(),
    ))
  } else if block.kind == "form" {
    // a caption stays with its table
    if block.caption != none { block-of(width: 100%, sticky: true, align(center, text(size: s.table * 1pt, weight: "bold", block.caption))) }
    set text(size: s.table * 1pt)
    set par(leading: 0.55em, spacing: 0.55em, justify: false)
    table(
      columns: (0.18fr, 0.32fr, 0.18fr, 0.32fr),
      align: left + horizon,
      stroke: 0.5pt,
      inset: (x: 5pt, y: 6pt),
      // six characters of a label stand in one line
      ..block.rows.map(row => if row.len() == 1 {
        (table.cell(align: center + horizon, inset: (x: 2pt, y: 6pt), text(font: "Noto Sans S Chinese", row.at(0).label)), table.cell(colspan: 3, breakable: not whole((row.at(0).value,)), row.at(0).value))
      } else {
        row.map(box => (table.cell(align: center + horizon, inset: (x: 2pt, y: 6pt), text(font: "Noto Sans S Chinese", box.label)), [#box.value])).flatten()
      }).flatten(),
    )
  } else if block.kind == "drawing" {
    block-of(breakable: false, {
      if block.caption != none { align(center, text(size: s.table * 1pt, weight: "bold", block.caption)) }
      align(center, image(bytes(block.svg), format: "svg", width: block.widthMm * 1mm))
    })
  } else if block.kind == "page" {
    pagebreak(weak: true)
    if block.footnote != none { footnote.update(block.footnote) }
    align(center, text(size: s.part * 1pt, weight: "bold", par(justify: false, block.titleLines.join(linebreak()))))
    if block.subtitle != none { align(center, text(size: 12pt, block.subtitle)) }
    v(0.4em)
  } else if block.kind == "signature" {
    block-of(width: 100%, breakable: false, above: 2em, align(right, pad(right: paper.signatureIndent * 1em, grid(columns: 1, align: center, row-gutter: 0.8em, ..block.lines))))
  }
}
`

/** The paper as PDF/A-2b, with its fonts inside. */
export async function toPdf(paper: Paper): Promise<Buffer> {
  const content = {
    ...paper,
    subtitle: paper.subtitle ?? null,
    footnote: paper.footnote ?? '',
    margins,
    sizes,
    signatureIndent,
    rowsKept,
    titleLines: titleLines(paper.title, sizes.title),
    blocks: paper.blocks.map(inputOf),
  }
  return typeset(template, { paper: JSON.stringify(content) }, 'pdf')
}

/** A block as the template reads it: every key there, cells as text. */
function inputOf(block: Block): unknown {
  switch (block.kind) {
    case 'table':
      return {
        ...block,
        caption: block.caption ?? null,
        columns: block.columns.map((column) => ({ align: 'left', ...column })),
        rows: block.rows.map((row) => row.map((value, i) => cellText(value, block.columns[i]))),
      }
    case 'form':
      return {
        ...block,
        caption: block.caption ?? null,
        rows: block.rows.map((row) =>
          row.map(({ label, value }) => ({ label: inLines(label), value: cellText(value) })),
        ),
      }
    case 'drawing':
      return { ...block, caption: block.caption ?? null }
    case 'page':
      return {
        ...block,
        titleLines: titleLines(block.title, sizes.part),
        subtitle: block.subtitle ?? null,
        footnote: block.footnote ?? null,
      }
    default:
      return block
  }
}
