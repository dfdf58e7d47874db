import { sql } from 'kysely'
import { splitId } from '../../core/identifiers.ts'
import { findReachable, select } from '../../core/records.ts'
import { writtenDay } from '../../core/time.ts'
import { definePaper } from '../papers/index.server.ts'
import { Person } from '../people/index.ts'
import { Attendance } from './course.ts'

/** 继续教育学时证明: every course a person completed, by year, for the registration of their certificate. */
definePaper({
  name: 'trainingHours',
  label: '继续教育学时证明',
  grant: 'training.read',
  async build({ tx, reach, input }) {
    const person = await findReachable(tx, Person, reach, input.id)
    const { county, uuid } = splitId(person.id)
    const rows = await select(
      tx,
      Attendance,
      sql`where county = ${county} and person = ${uuid}::uuid and state = 'present' order by on_day`,
    )
    const station = await tx.first<{ name: string }>(
      sql`select name from station where county = ${county} and id = ${person.station && splitId(person.station).uuid}::uuid`,
    )
    const years = [...new Set(rows.map(({ onDay }) => onDay.slice(0, 4)))]
    const sum = (of: typeof rows) => of.reduce((total, one) => total + one.hours, 0)
    return {
      title: '继续教育学时证明',
      subtitle: `${person.name}　${station?.name ?? ''}`,
      fileName: `继续教育学时证明-${person.name}`,
      blocks: [
        {
          kind: 'paragraph',
          text:
            rows.length === 0
              ? '截至出具之日，没有登记已完成的培训。'
              : `截至出具之日，共完成培训 ${rows.length} 门，计 ${sum(rows)} 学时，其中继续教育 ${sum(rows.filter(({ continuing }) => continuing))} 学时。`,
        },
        ...years.map((year) => {
          const of = rows.filter(({ onDay }) => onDay.startsWith(year))
          return {
            kind: 'table' as const,
            caption: `${year} 年：${sum(of)} 学时`,
            columns: [
              { label: '完成日期', width: 0.16, align: 'center' as const },
              { label: '课程', width: 0.4 },
              { label: '类别', width: 0.26 },
              { label: '学时', width: 0.08, align: 'right' as const },
              { label: '继续教育', width: 0.1, align: 'center' as const },
            ],
            rows: of.map((one) => [one.onDay, one.courseTitle, one.kindName, one.hours, one.continuing ? '是' : '否']),
          }
        }),
        { kind: 'signature', lines: ['出具单位（盖章）', writtenDay(tx.today)] },
      ],
      footnote: '本证明由系统中的培训考勤记录生成。',
    }
  },
})
