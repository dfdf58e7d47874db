import type { AuditProblem } from '../../core/audit.ts'

const sentences: Record<AuditProblem['problem'], (seq: number) => string> = {
  edited: (seq) => `第 ${seq} 条与链不符：这一条或它前面一条被改动过`,
  missing: (seq) => `第 ${seq} 条不见了`,
  headMoved: (seq) => `链头与最后一条不符（链头为第 ${seq} 条）：末尾被截去，或链头被改过`,
  behindAnchor: (seq) => `与锚点记下的第 ${seq} 条不符：之前的留痕被截去或整条链被重写`,
  anchorForged: () => '锚点文件的签名不对：文件被换过，或签名密钥被更换',
}

/** What a broken chain means, as a sentence. */
export function sayProblem({ problem, seq }: Pick<AuditProblem, 'problem' | 'seq'>): string {
  return sentences[problem](seq)
}
