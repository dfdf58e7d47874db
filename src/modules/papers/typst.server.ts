import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of fonts that the build has copied; the packages' own while the tests run from the sources. */
export function fontFolders(): string[] {
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

/**
 * Sets a template of ours. What people typed reaches it only as `inputs`, never as source text: nothing typed can be a
 * command. PDF/A-2b with its fonts inside, or an SVG whose letters are outlines, at the page's own size.
 */
export async function typeset(
  template: string,
  inputs: Readonly<Record<string, string>>,
  format: 'pdf' | 'svg',
): Promise<Buffer> {
  compiler ??= openCompiler()
  const typst = await compiler
  try {
    const made = typst.compile({ mainFileContent: template, inputs: { ...inputs } })
    if (!made.result)
      throw new Error(`the paper could not be set: ${JSON.stringify(made.takeDiagnostics()?.shortDiagnostics)}`)
    return format === 'svg'
      ? Buffer.from(typst.plainSvg(made.result))
      : typst.pdf(made.result, { pdfStandard: 'a-2b' } as never)
  } finally {
    // without this each document stays in memory (dependencies.md section 6)
    typst.evictCache(5)
  }
}
