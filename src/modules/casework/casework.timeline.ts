import { sql } from 'kysely'
import { wordSql } from '../../core/words.ts'
import { clientTimeline } from '../clients/index.ts'
import { CaseFile } from './caseFile.ts'
import { caseFlow } from './caseFlow.ts'
import { meetingWays } from './casePaper.ts'

/** Cases in the timeline of their client, by the day of the intake. */
clientTimeline({
  name: 'case',
  label: '个案',
  grant: 'case.read',
  entity: CaseFile,
  path: '/cases',
  lines: ({ county, clients }, within) => sql`
    select case_file.intake_on, case_file.id, case_file.station, case_file.worker, '个案', case_file.number,
      ${wordSql('case_file.stage', caseFlow.states)}
    from case_file where case_file.county = ${county} and case_file.client = any(${[...clients]}::uuid[]) and ${within}`,
})

/** Meetings of a case, to those who may read the case. */
clientTimeline({
  name: 'caseRecord',
  label: '个案过程',
  grant: 'case.read',
  entity: CaseFile,
  path: '/case-records',
  lines: ({ county, clients }, within) => sql`
    select r.on_day, r.id, r.station, r.worker, ${wordSql('r.way', meetingWays)}, r.aim, r.minutes || ' 分钟'
    from case_record r join case_file on case_file.county = r.county and case_file.id = r.case_file
    where case_file.county = ${county} and case_file.client = any(${[...clients]}::uuid[]) and r.state = 'valid' and ${within}`,
})
