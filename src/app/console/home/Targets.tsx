import { useNavigate } from '@tanstack/react-router'
import { Button, Flex } from 'antd'
import type { AnswerOfCall } from '../../../core/action.ts'
import { formatNumber } from '../../../ui/format.ts'
import { Block, Clause, State } from '../../../ui/parts.tsx'

type Finding = AnswerOfCall<typeof import('../../../modules/findings/index.server.ts').networkFindings>[number]

const shownTargets = 6

/** What is asked of each county or street alike is one target: how many of them have reached it. */
function byRule(network: readonly Finding[]): Finding[][] {
  const groups = new Map<string, Finding[]>()
  for (const one of network) {
    if (one.value === null) continue
    const key = `${one.document}|${one.rule}`
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()]
}

/** How the network of an area stands against what is asked of it. */
export function Targets({ network }: { network: readonly Finding[] }) {
  const navigate = useNavigate()
  const targets = byRule(network)
  if (targets.length === 0) return null
  return (
    <Block
      title="建设目标"
      extra={
        <Button type="link" onClick={() => void navigate({ to: '/findings' })}>
          查看全部
        </Button>
      }
    >
      <Flex gap={24} wrap>
        {targets.slice(0, shownTargets).map((of) => (
          <Target key={`${of[0]!.document}|${of[0]!.rule}`} of={of} />
        ))}
      </Flex>
    </Block>
  )
}

function Target({ of }: { of: readonly Finding[] }) {
  const [first] = of as [Finding]
  const met = of.filter(({ result }) => result === 'met').length
  const pending = of.every((one) => one.result === 'met' || one.pending)
  const unit = first.unit === '%' ? '%' : ` ${first.unit}`
  return (
    <div style={{ minWidth: 160, maxWidth: 260 }}>
      <div className="figure-value">
        {of.length === 1 ? `${formatNumber(first.value!)}${unit}` : `${met} / ${of.length}`}
      </div>
      <div>
        {of.length === 1 && first.placeName && `${first.placeName}：`}
        {first.label}
        {of.length > 1 && '（已达到的地区）'}
      </div>
      <Flex gap={4} wrap align="center">
        <State tone={met === of.length ? 'good' : pending ? 'warn' : 'bad'}>
          {met === of.length ? '达到' : `标准：${first.required}`}
        </State>
        <Clause>{first.clause}</Clause>
      </Flex>
    </div>
  )
}
