import { sql } from 'kysely'
import { wordSql } from '../../core/words.ts'
import { clientTimeline } from '../clients/index.ts'
import { ServiceRecord, serviceForms } from './serviceRecord.ts'

/** Services in the timeline of those they were given to. */
clientTimeline({
  name: 'service',
  label: '服务',
  grant: 'service.read',
  entity: ServiceRecord,
  path: '/services',
  lines: ({ county, clients }, within) => sql`
    select service_record.on_day, service_record.id, service_record.station, service_record.worker,
      ${wordSql('service_record.form', serviceForms)}, service_record.summary,
      service_record.people || ' 人次 · ' || service_record.minutes || ' 分钟'
    from service_record where service_record.county = ${county} and service_record.state = 'valid' and ${within}
      and service_record.id in (select j.service from service_client j where j.county = ${county} and j.client = any(${[...clients]}::uuid[]))`,
  files: ({ county, clients }, within) => sql`
    select unnest(service_record.files) as file from service_record
    where service_record.county = ${county} and service_record.state = 'valid' and ${within}
      and service_record.id in (select j.service from service_client j where j.county = ${county} and j.client = any(${[...clients]}::uuid[]))`,
})
