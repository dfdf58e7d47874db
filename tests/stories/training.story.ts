import exceljs from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { identityCheck } from '../../src/modules/people/index.ts'
import { arrived, barriers, choose, open, openSeats, type Seats, sees, shot } from './seats.ts'

let seats: Seats
beforeAll(async () => {
  seats = await openSeats()
})
afterAll(() => seats.close())

const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const station = '昆明市官渡区关上街道社会工作服务站'
const headings = [
  '社工站',
  '姓名',
  '身份证号',
  '学历',
  '社会工作专业毕业',
  '本地户籍',
  '本地少数民族',
  '岗位',
  '人员来源',
  '专职',
  '任职起',
]

function madeUp(serial: number): string {
  const body = `99999919950607${String(serial)}`
  return body + identityCheck(body)
}

async function roster(rows: readonly [name: string, number: string, education: string][]) {
  const book = new exceljs.Workbook()
  const sheet = book.addWorksheet('花名册')
  sheet.addRow(headings)
  for (const [name, number, education] of rows)
    sheet.addRow([station, name, number, education, '是', '是', '否', '专业岗位', '承接主体派驻', '是', '2026-03-01'])
  return { name: '花名册.xlsx', mimeType: workbookType, buffer: Buffer.from(await book.xlsx.writeBuffer()) }
}

describe('people are trained and entered', () => {
  it('[BH-3.2][KM-7.3] a trainer records a course for at least forty people in at most ten touches', async () => {
    const { page, complaints } = await seats.of('panzhihua')
    const touches: string[] = []
    await open(page, '/training')
    touches.push('登记培训')
    await page.getByRole('button', { name: '登记培训' }).click()
    await arrived(page, '登记培训')
    touches.push('课程名称')
    await page.getByLabel('课程名称').fill('示例：考前培训第一期')
    touches.push('培训类别', '考前培训')
    await choose(page, '培训类别', '职业水平考试考前培训（动员参加考试的人员）')
    touches.push('学时')
    await page.getByLabel('学时', { exact: true }).fill('8')
    touches.push('全选')
    const all = page.getByRole('button', { name: /^全选/ })
    await all.click()
    const people = Number(/\d+/.exec((await all.textContent())!)![0])
    expect(people).toBeGreaterThanOrEqual(40)
    await shot(page, 'training-new')
    touches.push('登记')
    await page.getByRole('button', { name: '登记', exact: true }).click()
    await arrived(page, '示例：考前培训第一期')
    expect(touches.length).toBeLessThanOrEqual(10)
    await sees(page, `名单（${people}）`)
    await sees(page, '已举办')
    expect(await barriers(page)).toEqual([])
    expect(complaints()).toEqual([])
  })

  it('a roster with mistakes says them at their cells; corrected it is imported, and undone', async () => {
    const { page, complaints } = await seats.of('guandu')
    const [one, two, three] = [madeUp(101), madeUp(103), madeUp(105)]
    const last = one.at(-1) === '0' ? '1' : '0'
    await open(page, '/people')
    await page.getByRole('button', { name: '导入花名册' }).click()
    await arrived(page, '导入花名册')
    const file = page.locator('input[type=file]')
    await file.setInputFiles(
      await roster([
        ['示例导入甲', one.slice(0, 17) + last, '本科'],
        ['示例导入乙', two, '博士后'],
        ['示例导入丙', three, '本科'],
      ]),
    )
    await arrived(page, /花名册：/)
    await sees(page, `身份证号第 18 位应为 ${one.at(-1)}，请核对`)
    await sees(page, 'D 学历')
    await sees(page, '只导入没有问题的 1 行')
    await shot(page, 'roster-problems')
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: '重新上传' }).click()
    await arrived(page, '导入花名册')
    await file.setInputFiles(
      await roster([
        ['示例导入甲', one, '本科'],
        ['示例导入乙', two, '硕士研究生'],
        ['示例导入丙', three, '本科'],
      ]),
    )
    await page.getByRole('button', { name: '导入 3 行' }).click()
    await page.getByText('已导入').first().waitFor()
    await open(page, '/people?search=示例导入')
    await sees(page, '示例导入乙')
    await open(page, '/imports/roster')
    await page
      .getByRole('row', { name: /花名册.xlsx 已导入/ })
      .first()
      .click()
    await arrived(page, /花名册：/)
    await page.getByRole('button', { name: '撤销导入' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '撤销导入' }).click()
    await page.getByText('已撤销').first().waitFor()
    await open(page, '/people?search=示例导入')
    await sees(page, '没有找到')
    expect(complaints()).toEqual([])
  })
})
