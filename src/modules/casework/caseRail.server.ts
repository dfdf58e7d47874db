import { choice, list, optional, shape, text } from '../../core/field.ts'
import type { Tx } from '../../core/tx.ts'
import { policyAt } from '../policy/index.server.ts'
import { cite, type Line, linesOf, readsPolicy } from '../policy/index.ts'
import { caseFlow, railStages, stepOf } from './caseFlow.ts'

const { intake, assessment, plan, intervention, evaluation, closed } = caseFlow.states
const stages = { intake, assessment, plan, intervention, evaluation, closed }

export const rail = list(
  '阶段',
  shape('阶段', { stage: choice('阶段', stages), label: text('名称'), clause: optional(text('条款')) }),
)

/**
 * The stages of a case by the names that the local document gives its steps (攀民政〔2021〕31号 导引 4.4). Their order is that of
 * the workflow: a document renames a step, it does not move one.
 */
export async function railAt(tx: Tx, place: string) {
  const policy = await policyAt(tx, place, tx.today)
  const lines = linesOf(policy, 'caseStep').filter(({ flow }) => flow === 'case')
  return railStages.map((stage) => {
    const line = lines.find(({ step }) => step === stepOf[stage])
    return { stage, label: line?.value ?? caseFlow.states[stage], clause: line ? cite(policy, line) : null }
  })
}

// the steps of projects (项目流程) have no page yet
readsPolicy('caseStep', (line) => {
  const { flow, step } = line as Line<'caseStep'>
  return flow === 'case' && Object.values(stepOf).includes(step) ? 'shown' : 'notYet'
})
