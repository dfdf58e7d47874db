import { Command, InvalidArgumentError } from 'commander'
import { type Office, openOffice } from './office.ts'
import type { Fault } from './phone.ts'
import { type Outcome, type Plan, simulate } from './simulation.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)
const faults = ['lost', 'doubled', 'overwritten', 'feed'] as const satisfies Fault[]
const words = { lost: '丢失', doubled: '重复', overwritten: '无声覆盖', feed: '名单不全' }

const whole = (text: string): number => {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('请写正整数')
  return value
}

const right = ({ findings }: Outcome) => faults.every((fault) => findings[fault].length === 0)

function tell({ seed, devices, days, fault }: Plan, outcome: Outcome): void {
  const { fates, findings, desk } = outcome
  for (const kind of faults) for (const line of findings[kind].slice(0, 5)) say(`  ${words[kind]}：${line}`)
  say(`  站内同时办理：${[...desk].map(([name, times]) => `${name} ${times}`).join('，')}`)
  say(
    [
      `${right(outcome) ? 'OK' : 'FAILED'} seed ${seed}${fault ? ` break ${fault}` : ''}`,
      `${devices} devices, ${days} days, ${outcome.seconds} s`,
      `${outcome.typed} typed = ${fates.performed} performed + ${fates.handedOver} handed over + ${fates.refused} refused with reason (${fates.overtaken} overtaken)`,
      `${findings.lost.length} lost, ${findings.doubled.length} doubled, ${findings.overwritten.length} silently overwritten (${outcome.lines} lines)`,
      `feed ${findings.feed.length === 0 ? 'complete' : `${findings.feed.length} wrong`} (${outcome.cards} cards)`,
    ].join(' · '),
  )
}

/** Breaks the phones in each of the four ways, and answers whether each was noticed by the checker it is for. */
async function prove(office: Office, seed: number): Promise<boolean> {
  const caught: string[] = []
  for (const fault of faults) {
    const plan = { seed, devices: 20, days: 3, fault }
    const outcome = await simulate(office, plan)
    tell(plan, outcome)
    if (outcome.findings[fault].length > 0) caught.push(fault)
  }
  say(
    `${caught.length === faults.length ? 'OK' : 'FAILED'} caught ${caught.length} of ${faults.length}: ${caught.join(', ')}`,
  )
  return caught.length === faults.length
}

const program = new Command('sim:field')
  .description('走访设备的演练：断网、重发、乱序、改权限、合并与转站之后，核对有无丢失、重复、无声覆盖与漏同步')
  .option('--seed <n>', '随机种子', whole, 1)
  .option('--devices <n>', '设备数', whole, 1000)
  .option('--days <n>', '天数', whole, 10)
  .option('--break <fault>', `弄坏一处，看核对能否发现：${faults.join(' | ')}`)
  .option('--prove', '四种弄坏各来一次，都被发现才算通过')
  .parse()
const chosen = program.opts<{ seed: number; devices: number; days: number; break?: Fault; prove?: true }>()
if (chosen.break && !faults.includes(chosen.break)) program.error(`--break: ${faults.join(' | ')}`)

const office = await openOffice()
try {
  if (chosen.prove) process.exitCode = (await prove(office, chosen.seed)) ? 0 : 1
  else {
    const plan = {
      seed: chosen.seed,
      devices: chosen.devices,
      days: chosen.days,
      ...(chosen.break && { fault: chosen.break }),
    }
    const outcome = await simulate(office, plan, say)
    tell(plan, outcome)
    process.exitCode = right(outcome) ? 0 : 1
  }
} finally {
  await office.close()
}
