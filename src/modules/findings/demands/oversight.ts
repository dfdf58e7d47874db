import { isMeeting } from '../../meetings/index.ts'
import { lineKinds, linesOf, type Policy, type ResolvedLine } from '../../policy/index.ts'
import type { About, Demand } from '../finding.ts'
import { base } from './base.ts'
import { isStationMonthly } from './rules.ts'

const counted = { month: 'month', quarter: 'quarter', halfYear: 'halfYear', year: 'year' } as const
const isCounted = (period: string | null): period is keyof typeof counted => period !== null && period in counted

/** What a line asks for that no measure answers yet, with what is missing: said once a place, never passed over. */
function unanswered(
  policy: Policy,
  line: ResolvedLine,
  unit: string,
  more: Pick<Demand, 'group' | 'measure' | 'lacks' | 'about'> & Partial<Demand>,
): Demand {
  return { ...base(policy, line, unit), with: {}, grain: 'place', fix: null, ...more }
}

const marks = Object.entries(lineKinds.areaLabel.fields.mark.choices!)

/** The places a report is about, if it is only about those with a mark (攀民政〔2021〕31号 三（二）: 省级社会工作服务试点). */
function markedFor(policy: Policy, about: string | null): string[] {
  const mark = marks.find(([, label]) => about?.startsWith(label))?.[0]
  return linesOf(policy, 'areaLabel').flatMap((line) => (line.mark === mark ? [line.place] : []))
}

/** Reports that a county or a city hands up itself; those to others, and of others, are not kept here. */
function reportDemand(policy: Policy, line: ResolvedLine<'reportSeries'>): Demand[] {
  // these are asked of each station
  if (isStationMonthly(line) || (line.roster !== null && line.period === 'month')) return []
  const about: About = line.by === 'county' ? 'county' : line.by === 'city' ? 'whole' : 'part'
  if (about === 'whole' && line.from !== policy.head.code) return []
  const handsUp = line.by === 'county' || (line.by === 'city' && line.to !== 'county')
  if (!handsUp || !isCounted(line.period))
    return [
      unanswered(policy, line, '份', {
        group: 'reports',
        measure: 'reporting.other',
        atLeast: 1,
        about,
        lacks: line.by === 'city' ? '系统还没有登记向下发出的通报' : '系统还没有收存这种报告',
      }),
    ]
  const marked = line.by === 'county' ? markedFor(policy, line.about) : []
  return [
    {
      ...base(policy, line, '%'),
      unit: '%',
      label: `${line.label}（上一期按时上报）`,
      group: 'reports',
      measure: 'reporting.areaOnTime',
      with: { length: line.period, ...(line.dueDay !== null && { dueDay: line.dueDay }) },
      atLeast: 100,
      period: line.period === 'year' ? 'lastYear' : line.period,
      grain: 'place',
      about: marked.length > 0 ? marked : about,
      handedUpBy: line.dueDay,
      fix: '在报表页编制这一期报表并上报',
    },
  ]
}

/** Inspections by the records of duties done; those held as a meeting are told by their minutes. */
function inspectionDemand(policy: Policy, line: ResolvedLine<'inspection'>): Demand[] {
  const ofOffice = line.by === 'province' || line.by === 'city'
  if (isMeeting(line) || (ofOffice && line.from !== policy.head.code)) return []
  const about: About = ofOffice ? 'whole' : line.by === 'county' || line.by === 'hub' ? 'county' : 'part'
  if (!isCounted(line.period) || line.by === 'purchaser' || line.by === 'operator')
    return [
      unanswered(policy, line, '次', {
        group: 'network',
        measure: 'network.inspectionsOfContract',
        atLeast: 1,
        about,
        lacks: '系统还没有登记购买服务的合同和合同期',
      }),
    ]
  const ofStreets = line.by === 'township'
  return [
    {
      ...base(policy, line, ofStreets ? '%' : '次'),
      group: 'network',
      measure: ofStreets ? 'network.townshipsInspectingShare' : 'network.inspections',
      with: { line: line.key },
      atLeast: ofStreets ? 100 : 1,
      period: line.period,
      grain: 'place',
      about,
      fix: `在职责清单中登记「${line.value}」的履职记录`,
    },
  ]
}

const bound = (line: { bound: string; value: number }) =>
  line.bound === 'atLeast'
    ? { atLeast: line.value }
    : line.bound === 'exactly'
      ? { exactly: line.value }
      : { atMost: line.value }

/** Amounts, shares and instalments: no money is entered yet, so each says what it waits for. */
function moneyDemands(policy: Policy): Demand[] {
  return [
    ...linesOf(policy, 'fundRule').map((line) =>
      unanswered(policy, line, line.of === 'fen' ? '元' : '%', {
        group: 'money',
        ...bound(line),
        ...(line.of === 'fen'
          ? { measure: 'funds.stationAmount', lacks: '系统还没有登记拨给各站的经费' }
          : { measure: 'funds.reliefShare', lacks: '系统还没有登记救助支出和购买服务的支出' }),
        // a document that only allows a payment is not broken by leaving it out
        advisory: line.force === 'may',
        about: line.per === 'station' ? 'part' : 'county',
      }),
    ),
    ...linesOf(policy, 'matching').map((line) =>
      unanswered(policy, line, '元', {
        group: 'money',
        measure: 'funds.matching',
        exactly: line.value,
        about: 'part',
        lacks: '系统还没有登记各级到位的资金',
      }),
    ),
    ...linesOf(policy, 'payment').map((line) =>
      unanswered(policy, line, '%', {
        group: 'money',
        measure: 'funds.instalments',
        exactly: line.value,
        about: 'part',
        lacks: '系统还没有登记合同和各次拨款',
      }),
    ),
    ...linesOf(policy, 'budgetRule').map((line) =>
      unanswered(policy, line, '%', {
        group: 'money',
        measure: 'funds.budgetShare',
        atMost: line.value,
        about: 'part',
        lacks: '系统还没有登记项目预算',
      }),
    ),
  ]
}

/** What a document asks of money, inspections and the reports of offices, each once a place and at its level. */
export function oversightDemands(policy: Policy): Demand[] {
  return [
    ...linesOf(policy, 'reportSeries').flatMap((line) => reportDemand(policy, line)),
    ...linesOf(policy, 'inspection').flatMap((line) => inspectionDemand(policy, line)),
    ...moneyDemands(policy),
  ]
}
