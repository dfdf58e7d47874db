import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadPacks, resolvePolicy } from './load.server.ts'
import { linesOf, type ResolvedLine } from './pack.ts'
import { catalogueFor } from './readers.ts'

const packs = loadPacks([join(import.meta.dirname, '../../../policies')])
const policyOf = (code: string) => resolvePolicy(packs, code)
const rowsOf = (code: string): ResolvedLine<'catalogue'>[] => linesOf(policyOf(code), 'catalogue')
const numbers = (rows: readonly ResolvedLine<'catalogue'>[]) => rows.map(({ number }) => number)

/** How many rows stand under each domain, in the document's order; domains without rows are left out. */
function domainsOf(code: string): [string, string, number][] {
  const policy = policyOf(code)
  const rows = linesOf(policy, 'catalogue')
  return linesOf(policy, 'domain')
    .toSorted((one, other) => one.order - other.order)
    .map(({ key, value, clause }): [string, string, number] => [
      String(value),
      clause,
      rows.filter(({ domain }) => domain === key || domain === value).length,
    ])
    .filter(([, , many]) => many > 0)
}

function row(code: string, number: string): ResolvedLine<'catalogue'> {
  const found = rowsOf(code).find((one) => one.number === number)
  if (!found) throw new Error(`${code} has no row ${number}`)
  return found
}

const upTo = (last: number, from = 1) => Array.from({ length: last - from + 1 }, (_, i) => String(from + i))

describe('the catalogue of each document', () => {
  it('[GD-5] 官渡 has 45 rows with a column for the street and one for the community, empty where the document leaves them empty', () => {
    const rows = rowsOf('GD')
    expect(numbers(rows)).toEqual(upTo(45))
    expect(numbers(rows.filter(({ station }) => station === null))).toEqual(['7', '8', '30'])
    expect(numbers(rows.filter(({ room }) => room === null))).toEqual(['26', '32', '34', '36', '37', '38', '39'])
    expect(catalogueFor(policyOf('GD'), 'station')).toHaveLength(42)
    expect(catalogueFor(policyOf('GD'), 'room')).toHaveLength(38)
    for (const { number, clause } of rows) expect(clause).toBe(`附件3 第${number}项`)
    expect(row('GD', '9').value).toContain('委托监护责任确认书')
    expect(row('GD', '32').parts).toEqual([
      '街道残联',
      '社区',
      '社区卫生服务中心',
      '综治办',
      '关爱援助中心',
      '社区康复机构',
    ])
    expect(domainsOf('GD').map(([, , many]) => many)).toEqual([4, 11, 9, 11, 4, 4, 1, 1])
  })

  it('[KM-5] 昆明 has seven domains in the order of its fifth chapter, each with what the paragraph names', () => {
    expect(domainsOf('KM').map(([name, clause]) => [name, clause])).toEqual([
      ['社会救助', '五（一）'],
      ['为老养老', '五（二）'],
      ['儿童关爱保护', '五（三）'],
      ['社区治理', '五（四）'],
      ['社会事务', '五（五）'],
      ['志愿服务', '五（六）'],
      ['其他领域', '五（七）'],
    ])
    const named = (domain: string) =>
      rowsOf('KM')
        .filter((one) => one.domain === domain)
        .map(({ value }) => value)
    expect(named('domain.relief')).toEqual([
      '政策宣传',
      '对象排查',
      '家庭经济状况调查',
      '建档访视',
      '绩效评价',
      '照料护理',
      '康复训练',
      '心理疏导',
      '资源链接',
      '能力提升',
      '社会融入',
    ])
    expect(named('domain.elder')).toHaveLength(13)
    expect(named('domain.elder').at(-1)).toBe('安宁疗护')
    expect(named('domain.affairs')).toEqual(expect.arrayContaining(['殡葬服务', '精神障碍社区康复', '婚姻家庭辅导']))
  })

  it('[PZ-G3] 攀枝花 has the guide’s 3.1.1 to 3.5 with their sub-items, each under the clause of its number', () => {
    const counted = (under: string) => numbers(rowsOf('PZ')).filter((one) => one.startsWith(under)).length
    expect(['3.1.', '3.2.1.', '3.2.2.', '3.2.3.', '3.2.4.', '3.2.5.', '3.3.'].map(counted)).toEqual([
      5, 8, 6, 3, 3, 3, 3,
    ])
    expect(numbers(rowsOf('PZ')).slice(-2)).toEqual(['3.4', '3.5'])
    expect(rowsOf('PZ')).toHaveLength(33)
    for (const { number, clause } of rowsOf('PZ')) expect(clause).toBe(`导引 ${number}`)
    expect(row('PZ', '3.2.2.6').value).toBe('临终关怀')
    expect(row('PZ', '3.1.5').parts).toEqual(expect.arrayContaining(['时间银行', '绿色账户']))
    expect(row('PZ', '3.2.4.2').value).toBe('殡葬服务')
  })

  it('[CG-2.x] 城关 has its six domains, with the parts of each, and those of chapter three beside them', () => {
    expect(domainsOf('CG').map(([name, clause]) => [name, clause])).toEqual([
      ['社会救助', '二（一）'],
      ['养老服务', '二（二）'],
      ['儿童福利', '二（三）'],
      ['社区治理', '二（四）'],
      ['其他民政社会工作', '二（五）'],
      ['社会工作专业人才及队伍建设', '二（六）'],
    ])
    expect(row('CG', '1.7').value).toContain('8+1')
    expect(row('CG', '5.7')).toMatchObject({ clause: '二（五）', value: expect.stringContaining('两项补贴') })
    expect(
      rowsOf('CG')
        .filter(({ clause }) => clause === '三（一）')
        .map(({ number }) => number),
    ).toEqual(['4.13', '4.14', '4.15'])
  })

  it('[BH-S] 滨海 has four groups of 3, 4, 4 and 1; six fields come first and four when conditions allow', () => {
    expect(domainsOf('BH').map(([, clause, many]) => [clause, many])).toEqual([
      ['清单 一', 3],
      ['清单 二', 4],
      ['清单 三', 4],
      ['清单 四', 1],
    ])
    expect(row('BH', '1.3')).toMatchObject({ clause: '清单 一3', value: expect.stringContaining('资源评估') })
    const fields = linesOf(policyOf('BH'), 'domain').filter(({ key }) => key.startsWith('domain.field.'))
    expect(fields.map(({ value }) => value)).toEqual([
      '社会救助',
      '养老',
      '儿童福利',
      '社区建设',
      '社会事务',
      '社会组织发展',
      '司法矫正',
      '卫生健康',
      '妇女保护',
      '拥军优属',
    ])
    expect(fields.filter(({ label }) => label.startsWith('条件成熟后延伸'))).toHaveLength(4)
  })
})
