import { linesOf, type Policy, readsPolicy } from '../policy/index.ts'

readsPolicy('training', 'checked')

export interface TrainingKind {
  key: string
  name: string
}

/** The kinds of training a document names, with whom they are for; without any, continuing education as such. */
export function trainingKinds(policy: Policy): TrainingKind[] {
  const kinds = linesOf(policy, 'training').map((line) => ({
    key: line.key,
    name: line.of ? `${line.value}（${line.of}）` : String(line.value),
  }))
  return kinds.length > 0 ? kinds : [{ key: 'training.continuing', name: '继续教育培训' }]
}

/** 学时 that each worker must reach in a year, by the document's rule (BH-3.2: 30); nothing where none asks. */
export function hoursRequired(policy: Policy): number | null {
  const rule = linesOf(policy, 'rule').find(({ measure }) => measure === 'training.hoursReachedShare')
  const hours = Number(rule?.with?.find((one) => one.startsWith('hours='))?.slice(6))
  return Number.isFinite(hours) ? hours : null
}
