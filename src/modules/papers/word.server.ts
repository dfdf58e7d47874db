import type { ITableCellOptions, Paragraph as ParagraphType, Table as TableType } from 'docx'
import { textWidth } from '../../core/textWidth.ts'
import {
  type Block,
  type Column,
  cellText,
  inLines,
  margins,
  type Paper,
  rowsKept,
  signatureIndent,
  sizes,
  titleLines,
  typeWidthMm,
} from './paper.ts'
import { toPicture } from './picture.server.ts'

// The official faces are licensed: they are named, never embedded; where they are missing Word takes its own.
const faces = { title: '方正小标宋简体', text: '仿宋_GB2312', heading: '黑体' } as const
const twips = (millimetres: number) => Math.round((millimetres / 25.4) * 1440)
const half = (points: number) => points * 2
const pageNumber = 14

const font = (name: string) => ({ ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: name })

/** The paper as a Word document in official layout. */
export async function toWord(paper: Paper): Promise<Buffer> {
  const docx = await import('docx')
  const {
    AlignmentType,
    BorderStyle,
    Document,
    Footer,
    ImageRun,
    Packer,
    PageNumber,
    Paragraph,
    Table,
    TableCell,
    TableRow,
    TextRun,
    VerticalAlign,
    WidthType,
  } = docx

  const paragraph = (
    text: string,
    options: {
      size?: number
      face?: string
      bold?: boolean
      align?: 'left' | 'center' | 'right'
      indent?: boolean
      /** Free to the left and right, in twips. */
      between?: { left: number; right: number }
      newPage?: boolean
      withNext?: boolean
    } = {},
  ) => {
    const {
      size = sizes.text,
      face = faces.text,
      bold = false,
      align = 'left',
      indent = false,
      between,
      newPage = false,
      withNext = false,
    } = options
    return new Paragraph({
      pageBreakBefore: newPage,
      keepNext: withNext,
      alignment: { left: AlignmentType.BOTH, center: AlignmentType.CENTER, right: AlignmentType.RIGHT }[align],
      spacing: { line: 560, lineRule: 'exact' as never },
      ...(indent && { indent: { firstLine: half(size) * 20 } }),
      ...(between && { indent: between }),
      children: text
        .split('\n')
        .map(
          (line, i) =>
            new TextRun({ text: line, size: half(size), bold, font: font(face), ...(i > 0 && { break: 1 }) }),
        ),
    })
  }

  const cell = (text: string, { align = 'left', width }: Column, head: boolean, withNext: boolean) => {
    const options: ITableCellOptions = {
      verticalAlign: VerticalAlign.CENTER,
      width: { size: Math.round(width * 5000), type: WidthType.PERCENTAGE },
      margins: { top: 40, bottom: 40, left: 80, right: 80 },
      children: text.split('\n').map(
        (line) =>
          new Paragraph({
            keepNext: withNext,
            alignment: head
              ? AlignmentType.CENTER
              : { left: AlignmentType.LEFT, center: AlignmentType.CENTER, right: AlignmentType.RIGHT }[align],
            children: [
              new TextRun({
                text: line,
                size: half(sizes.table),
                bold: head,
                font: font(head ? faces.heading : faces.text),
              }),
            ],
          }),
      ),
    }
    return new TableCell(options)
  }

  const table = (block: Extract<Block, { kind: 'table' }>) => {
    const line = { style: BorderStyle.SINGLE, size: 4, color: '000000' }
    return new Table({
      width: { size: 5000, type: WidthType.PERCENTAGE },
      borders: { top: line, bottom: line, left: line, right: line, insideHorizontal: line, insideVertical: line },
      rows: [
        new TableRow({
          tableHeader: true,
          children: block.columns.map((column) => cell(column.label, column, true, true)),
        }),
        ...block.rows.map(
          (row, at, { length }) =>
            new TableRow({
              cantSplit: true,
              children: row.map((value, i) =>
                cell(
                  cellText(value, block.columns[i]),
                  block.columns[i]!,
                  false,
                  at < length - 1 && (length <= rowsKept || at === length - 2),
                ),
              ),
            }),
        ),
      ],
    })
  }

  const formCell = (text: string, share: number, head: boolean, columnSpan = 1) =>
    new TableCell({
      verticalAlign: VerticalAlign.CENTER,
      columnSpan,
      width: { size: Math.round(share * 5000), type: WidthType.PERCENTAGE },
      margins: { top: 60, bottom: 60, left: head ? 40 : 80, right: head ? 40 : 80 },
      children: text.split('\n').map(
        (line) =>
          new Paragraph({
            alignment: head ? AlignmentType.CENTER : AlignmentType.LEFT,
            children: [
              new TextRun({ text: line, size: half(sizes.table), font: font(head ? faces.heading : faces.text) }),
            ],
          }),
      ),
    })

  const form = (block: Extract<Block, { kind: 'form' }>) => {
    const line = { style: BorderStyle.SINGLE, size: 4, color: '000000' }
    const wide = (boxes: number) => (boxes === 1 ? 3 : 1)
    return new Table({
      width: { size: 5000, type: WidthType.PERCENTAGE },
      borders: { top: line, bottom: line, left: line, right: line, insideHorizontal: line, insideVertical: line },
      rows: block.rows.map(
        (boxes) =>
          new TableRow({
            cantSplit: boxes.every(({ value }) => cellText(value).length < 240),
            children: boxes.flatMap(({ label, value }) => [
              formCell(inLines(label), 0.18, true),
              formCell(cellText(value), boxes.length === 1 ? 0.82 : 0.32, false, wide(boxes.length)),
            ]),
          }),
      ),
    })
  }

  const captioned = (caption: string | undefined) =>
    caption ? [paragraph(caption, { size: sizes.table, face: faces.heading, align: 'center', withNext: true })] : []

  const pictures = new Map<string, Buffer>()
  for (const block of paper.blocks) if (block.kind === 'drawing') pictures.set(block.svg, await toPicture(block.svg))
  const drawing = ({ svg, widthMm, heightMm }: Extract<Block, { kind: 'drawing' }>) => {
    const pixels = (millimetres: number) => Math.round((millimetres / 25.4) * 96)
    return new Paragraph({
      alignment: AlignmentType.CENTER,
      children: [
        new ImageRun({
          type: 'png',
          data: pictures.get(svg)!,
          transformation: { width: pixels(widthMm), height: pixels(heightMm) },
        }),
      ],
    })
  }
  /** Who signs stands at the right, the lines centred on one another; a character on both sides keeps Word from wrapping. */
  const signed = (lines: readonly string[]) => {
    const character = sizes.text * 20
    const right = (signatureIndent - 1) * character
    const widest = (Math.max(...lines.map(textWidth)) / 2 + 2) * character
    return { left: Math.max(0, twips(typeWidthMm) - right - widest), right }
  }
  const gap = () => new Paragraph({ spacing: { line: 160, lineRule: 'exact' as never }, children: [] })

  const render = (block: Block, at: number): (ParagraphType | TableType)[] => {
    switch (block.kind) {
      case 'form':
        return [...captioned(block.caption), form(block), gap()]
      case 'drawing':
        return [...captioned(block.caption), drawing(block)]
      case 'page':
        return [
          paragraph(titleLines(block.title, sizes.part).join('\n'), {
            size: sizes.part,
            face: faces.title,
            align: 'center',
            newPage: block.footnote === undefined,
          }),
          ...(block.subtitle ? [paragraph(block.subtitle, { size: 12, align: 'center' })] : []),
        ]
      case 'heading':
        return [paragraph(block.text, { face: faces.heading, indent: true, withNext: true })]
      case 'paragraph':
        // who signs does not stand alone on a page
        return block.text.split('\n').map((text, i, { length }) =>
          paragraph(text, {
            indent: true,
            withNext: i === length - 1 && paper.blocks[at + 1]?.kind === 'signature',
          }),
        )
      case 'table':
        return [...captioned(block.caption), table(block), paragraph('', { size: 8 })]
      case 'signature':
        return [
          paragraph('', { withNext: true }),
          ...block.lines.map((text) =>
            paragraph(text, { align: 'center', between: signed(block.lines), withNext: true }),
          ),
        ]
    }
  }

  /** The page's number stands at its outer edge, a character from it. */
  const foot = (footnote: string, outside: 'left' | 'right') =>
    new Footer({
      children: [
        ...(footnote
          ? [
              new Paragraph({
                children: [
                  new TextRun({
                    text: footnote,
                    size: half(sizes.footnote),
                    color: '5A6472',
                    font: font(faces.text),
                  }),
                ],
              }),
            ]
          : []),
        new Paragraph({
          alignment: { left: AlignmentType.LEFT, right: AlignmentType.RIGHT }[outside],
          indent: { [outside]: pageNumber * 20 },
          children: [
            new TextRun({ size: half(pageNumber), font: font('宋体'), children: ['— ', PageNumber.CURRENT, ' —'] }),
          ],
        }),
      ],
    })

  /** Pages that say the same at their end stand in one section; the next section begins on a new page. */
  const sections: { footnote: string; children: (ParagraphType | TableType)[] }[] = [
    {
      footnote: paper.footnote ?? '',
      children: [
        paragraph(titleLines(paper.title, sizes.title).join('\n'), {
          size: sizes.title,
          face: faces.title,
          align: 'center',
        }),
        ...(paper.subtitle ? [paragraph(paper.subtitle, { size: 14, align: 'center' })] : []),
      ],
    },
  ]
  for (const [at, block] of paper.blocks.entries()) {
    if (block.kind === 'page' && block.footnote !== undefined) sections.push({ footnote: block.footnote, children: [] })
    sections.at(-1)!.children.push(...render(block, at))
  }

  const document = new Document({
    title: paper.title,
    creator: '一站',
    evenAndOddHeaderAndFooters: true,
    sections: sections.map(({ footnote, children }) => ({
      properties: {
        page: {
          size: { width: twips(210), height: twips(297) },
          margin: {
            top: twips(margins.top),
            left: twips(margins.left),
            right: twips(margins.right),
            bottom: twips(margins.bottom),
          },
        },
      },
      footers: { default: foot(footnote, 'right'), even: foot(footnote, 'left') },
      children,
    })),
  })
  return Packer.toBuffer(document)
}
