import { describe, expect, it } from 'vitest'
import '../../app/modules.ts'
import { today } from '../../../tests/world.ts'
import { policyByCode, usageIn } from '../policy/index.server.ts'
import { judgedIn } from './demands.ts'

const usesIn = (code: string) => new Map(usageIn(policyByCode(code, today)).lines.map(({ key, uses }) => [key, uses]))

describe('what the system does with a line is true', () => {
  it.each(['KM', 'GD', 'PZ', 'CG', 'BH', 'cn'])(
    'in %s 自动核查 stands only at lines that findings are made of',
    (code) => {
      const policy = policyByCode(code, today)
      const judged = judgedIn(policy)
      // which certificates count and which counties are pilots decides findings without being asked of anybody
      const deciding = new Set(
        policy.lines.filter(({ kind }) => kind === 'certificate' || kind === 'areaLabel').map(({ key }) => key),
      )
      const measured = [...usesIn(code)].filter(([, uses]) => uses.includes('measured')).map(([key]) => key)
      expect(measured.filter((key) => !deciding.has(key) && judged.get(key) !== null)).toEqual([])
    },
  )

  it('[CG-3.6] both plaques are drawn; only the one with the station’s name is judged', () => {
    const uses = usesIn('CG')
    expect(uses.get('plaque.station')).toEqual(['measured', 'printed'])
    expect(uses.get('plaque.minorProtection')).toEqual(['printed'])
  })

  it('a line shows every use it has, and what is printed says so', () => {
    expect(usesIn('KM').get('facility.computer')).toEqual(['measured', 'checked', 'printed'])
    expect(usesIn('KM').get('postKind.head')).toContain('printed')
    expect(usesIn('GD').get('report.countyMonthly')).toEqual(['measured', 'printed'])
    // the application form of a project is not printed by anything yet
    expect(usesIn('KM').get('form.applicant')).toEqual(['notYet'])
  })

  it('[PZ-G4.4] [GD-A3.10] steps of a case and the clock of harm are read where the work is done; projects wait', () => {
    const uses = usesIn('PZ')
    expect(uses.get('caseStep.case.intake')).toEqual(['shown'])
    expect(uses.get('caseStep.project.design')).toEqual(['notYet'])
    expect(uses.get('clock.mandatoryReport')).toEqual(['checked'])
  })

  it('what waits for figures says which', () => {
    const { notYet } = usageIn(policyByCode('CG', today))
    expect(notYet.find(({ key }) => key === 'payment.first')).toMatchObject({ why: '系统还没有登记合同和各次拨款' })
  })
})
