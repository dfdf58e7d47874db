import { sql } from 'kysely'
import { wordSql } from '../../core/words.ts'
import { clientTimeline, followsClient } from '../clients/index.ts'
import { Application, ApplicationSurvey, Handout, surveyKinds } from './application.ts'
import { applicationFlow } from './applicationFlow.ts'
import { Certification, certificationOutcomes, certificationWays, RosterEntry } from './roster.ts'

clientTimeline({
  name: 'assistance',
  label: '救助申请',
  grant: 'assistance.read',
  entity: Application,
  path: '/assistance',
  lines: ({ county, clients }, within) => sql`
    select assistance_application.applied_on, assistance_application.id, assistance_application.station, assistance_application.worker, '救助申请',
      assistance_application.kind_label, ${wordSql('assistance_application.state', applicationFlow.states)}
    from assistance_application where assistance_application.county = ${county} and assistance_application.client = any(${[...clients]}::uuid[]) and ${within}`,
  files: ({ county, clients }, within) => sql`
    select unnest(p.files) as file from application_paper p join assistance_application on assistance_application.county = p.county and assistance_application.id = p.application
    where assistance_application.county = ${county} and assistance_application.client = any(${[...clients]}::uuid[]) and ${within}`,
})

clientTimeline({
  name: 'assistanceSurvey',
  label: '家庭调查',
  grant: 'assistance.read',
  entity: ApplicationSurvey,
  lines: ({ county, clients }, within) => sql`
    select application_survey.on_day, application_survey.id, application_survey.station, null::uuid,
      ${wordSql('application_survey.kind', surveyKinds)}, left(application_survey.findings, 120), '调查人 ' || application_survey.by_name
    from application_survey where application_survey.county = ${county} and application_survey.client = any(${[...clients]}::uuid[]) and ${within}`,
})

clientTimeline({
  name: 'handout',
  label: '物资发放',
  grant: 'assistance.read',
  entity: Handout,
  lines: ({ county, clients }, within) => sql`
    select assistance_handout.handed_on, assistance_handout.id, assistance_handout.station, null::uuid, '物资发放',
      assistance_handout.goods || ' ' || trim_scale(assistance_handout.quantity) || ' ' || assistance_handout.measured_in, '领取人 ' || assistance_handout.received_by
    from assistance_handout where assistance_handout.county = ${county} and assistance_handout.client = any(${[...clients]}::uuid[]) and ${within}`,
})

clientTimeline({
  name: 'roster',
  label: '救助名册',
  grant: 'assistance.read',
  entity: RosterEntry,
  lines: ({ county, clients }, within) => sql`
    select roster_entry.from_on, roster_entry.id, roster_entry.station, null::uuid, '在册', roster_entry.kind_label,
      '每月 ' || to_char(roster_entry.monthly_fen / 100.0, 'FM999990.00') || ' 元' || coalesce('，至 ' || to_char(roster_entry.to_on, 'YYYY-MM'), '')
    from roster_entry where roster_entry.county = ${county} and roster_entry.client = any(${[...clients]}::uuid[]) and ${within}`,
})

clientTimeline({
  name: 'certification',
  label: '生存认证',
  grant: 'assistance.read',
  entity: Certification,
  lines: ({ county, clients }, within) => sql`
    select life_certification.on_day, life_certification.id, life_certification.station, life_certification.worker, '生存认证',
      ${wordSql('life_certification.outcome', certificationOutcomes)},
      ${wordSql('life_certification.way', certificationWays)}
    from life_certification where life_certification.county = ${county} and life_certification.client = any(${[...clients]}::uuid[]) and life_certification.state = 'valid' and ${within}`,
})

// whoever stands on a roster stands on it at the station that serves them
followsClient(RosterEntry)
