import { sql } from 'kysely'
import { reachSql } from '../../core/access.ts'
import { query } from '../../core/action.ts'
import { date, integer, link, list, shape, text } from '../../core/field.ts'
import { addDays } from '../../core/time.ts'
import { countiesWithin } from '../places/index.server.ts'
import { Certificate } from './person.ts'

const figure = shape('人才培养', {
  county: text('区划代码'),
  name: text('区县'),
  licensed: integer('现有持证', { unit: '人' }),
  gainedThisYear: integer('本年新增持证', { unit: '人' }),
  gainedFiveYears: integer('五年新增持证', { unit: '人' }),
  entered: integer('本年报考', { unit: '人' }),
  passed: integer('本年通过', { unit: '人' }),
  interns: integer('本年实习生', { unit: '人' }),
})

/**
 * PZ-2.3, PZ-G3.3.2, GD-A3.41: how talent was raised in each county of a place: this year and over five years. People
 * are counted once in their county; what each station owes of it stands with its findings.
 */
export const cultivation = query({
  label: '人才培养情况',
  grant: 'person.read',
  input: { place: link('辖区', 'place') },
  output: shape('人才培养情况', { year: integer('年度'), since: date('五年起'), counties: list('各区县', figure) }),
  async run({ tx, actor, reach, input }) {
    const year = Number(tx.today.slice(0, 4))
    const since = `${year - 5}${tx.today.slice(4)}`
    const counties = await countiesWithin(tx, input.place, tx.today)
    const from = `${year}-01-01`
    const licence = sql`('assistant', 'intermediate', 'senior', 'tianjinAide')`
    const seen = reachSql(reach, actor, Certificate, 'c')
    const rows = await tx.rows<{
      county: string
      name: string
      licensed: number
      gainedThisYear: number
      gainedFiveYears: number
      entered: number
      passed: number
      interns: number
    }>(sql`
      with working as (
        select distinct a.county, a.person from appointment a
        where a.county = any(${counties}::text[]) and a.from_on <= ${tx.today}::date and (a.to_on is null or a.to_on >= ${tx.today}::date)
          and ${reachSql(reach, actor, Certificate, 'a')}
      ), gained as (
        select c.county, c.person, min(c.issued_on) as on_day from certificate c
        where c.county = any(${counties}::text[]) and c.certificate in ${licence} and ${seen} group by c.county, c.person
      ), raised as (
        select g.county, g.person, g.on_day from gained g where exists (select from appointment a
          where a.county = g.county and a.person = g.person and a.from_on <= g.on_day and (a.to_on is null or a.to_on >= g.on_day))
      )
      select p.county, p.name,
        (select count(*) from working w join gained g on g.county = w.county and g.person = w.person where w.county = p.county)::int as licensed,
        (select count(*) from raised r where r.county = p.county and r.on_day >= ${from}::date)::int as gained_this_year,
        (select count(*) from raised r where r.county = p.county and r.on_day > ${since}::date)::int as gained_five_years,
        (select count(distinct x.person) from exam_entry x where x.county = p.county and x.year = ${year} and ${reachSql(reach, actor, Certificate, 'x')})::int as entered,
        (select count(distinct x.person) from exam_entry x where x.county = p.county and x.year = ${year} and x.result = 'passed' and ${reachSql(reach, actor, Certificate, 'x')})::int as passed,
        (select count(*) from intern i where i.county = p.county and i.from_on <= ${tx.today}::date and (i.to_on is null or i.to_on >= ${from}::date) and ${reachSql(reach, actor, Certificate, 'i')})::int as interns
      from place_on(${tx.today}::date) p where p.id = p.county and p.county = any(${counties}::text[])
        and exists (select from station s where s.county = p.county)
      order by p.id`)
    return { year, since: addDays(since, 1), counties: rows }
  },
})
