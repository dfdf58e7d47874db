import { existsSync } from 'node:fs'
import { appendFile, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type CommandLine, openCommandLine, type, typeJson } from '../../../tests/commandLine.ts'
import { type Installation, openInstallation, openStreet } from '../../../tests/installation.ts'
import { businessDay } from '../../core/time.ts'
import { commandLineAccount } from '../../modules/audit/index.ts'

let office: Installation
let line: CommandLine
/** The name of the station that is there. */
let station: string
beforeAll(async () => {
  office = await openInstallation()
  station = (await openStreet(office)).name
  vi.stubEnv('YIZHAN_DATA', office.data)
  line = await openCommandLine(office.data)
}, 240_000)
afterAll(async () => {
  await line?.close()
  await office?.close()
})

const beside = (name: string) => join(office.beside, name)

interface Found {
  station: string | null
  stationName: string | null
  rule: string
  result: string
  value: number | null
  required: string
  clause: string
}

describe('a command that is used wrongly ends with 2 and says in Chinese what to write', () => {
  it.each([
    ['', '用法： yizhan'],
    ['demo', '用法： yizhan demo'],
    ['findngs', '没有「findngs」这个命令\n是不是要写 findings？'],
    ['policy sho GD', '没有「sho」这个命令'],
    ['findings', '必须写选项「--place <区划>」'],
    ['findings --place', '选项「--place <区划>」后面少了内容'],
    ['findings --place 官渡区 --on 2026-02-30', '日期「2026-02-30」不对：请写成 2026-11-24'],
    ['findings --place 官渡区 --day 2026-02-28', '没有「--day」这个选项'],
    ['policy show', '少了参数「代号」'],
    ['policy show GD KM', '参数太多'],
    ['report compile --month 2026-10 --out a.pdf', '二者选一'],
    ['report compile --place 官渡区 --station 太和 --month 2026-10 --out a.pdf', '二者选一'],
    ['report compile --place 官渡区 --month 2026-13 --out a.pdf', '期间「2026-13」不对：请写成 2026-11'],
    ['report compile --place 官渡区 --month 2026-10 --out a.txt', '文件「a.txt」的后缀不对：请用 .docx'],
    ['user add x --name 某某 --role county', '「区县」请用 --place 指定辖区'],
    ['user add x --name 某某 --role boss --place 官渡区', '没有「boss」这个角色，可选：province 省级'],
    ['user role guandu --give county --end county', '请分两次办理'],
    ['backup', '必须写选项「--out <文件>」'],
    ['backup --out a.yz', '须加密：请用 --passphrase-file'],
  ])('%s', async (typed, says) => {
    const { code, out, err } = await type(typed)
    expect(err).toContain(says)
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/用 --help 查看用法|--help +显示用法/)
  })

  it('a passphrase that is too short is refused before anything is copied', async () => {
    await writeFile(beside('short'), 'abc\n')
    const { code, err } = await type(`backup --out ${beside('a.yz')} --passphrase-file ${beside('short')}`)
    expect([code, existsSync(beside('a.yz'))]).toEqual([2, false])
    expect(err).toContain('备份口令太短：请至少用 12 个字符')
  })
})

describe('a command that is refused ends with 1 and says why on stderr, nothing on stdout', () => {
  it.each([
    ['policy show XX', '没有代号为 XX 的政策包，可选：BH、CG、GD、KM、PZ、cn'],
    ['policy check /nowhere', '找不到文件夹「/nowhere」'],
    ['policy check policies/GD', '「policies/GD」本身是一个政策包：请写它的上一级文件夹'],
    ['findings --place 乌有区', '找不到区划「乌有区」，请核对'],
    ['place show 城关镇', '「城关镇」对应多个区划，请写明编号：\n  62'],
    ['report compile --station 乌有站 --month 2026-10 --out a.pdf', '找不到社工站「乌有站」'],
    ['report compile --place 官渡区 --month 2026-10 --out /nowhere/a.pdf', '文件夹「/nowhere」不存在，请先建立'],
    ['user disable nobody', '没有登录名为「nobody」的账号，请用 user list 查看'],
    ['user add guandu --name 某某 --role county --place 官渡区', '登录名'],
    ['backup --out a.yz --passphrase-file /nowhere', '找不到口令文件「/nowhere」'],
    ['restore /nowhere --to /tmp/yizhan-never', '找不到备份文件「/nowhere」'],
    ['demo load', '这里已经在正式使用，不能载入演示数据'],
    ['demo clear', '这里已开设正式账号（guandu'],
  ])('%s', async (typed, says) => {
    const { code, out, err } = await type(typed)
    expect(err).toContain(says)
    expect([code, out]).toEqual([1, ''])
    expect(err).not.toContain('    at ')
  })

  it('a pack with faults is refused by file, line and what to write', async () => {
    await mkdir(beside('packs/XX'), { recursive: true })
    await writeFile(beside('packs/XX/pack.yaml'), 'code: XX\ndocument: 某县方案\ntitle: 某县\nplace: "530112"\n')
    const faulty = 'sequence:\n  - key: a.b\n    label: 次序\n    value: [一]\n    number: 1\n'
    await writeFile(beside('packs/XX/people.yaml'), faulty)
    const { code, out } = await type(`policy check ${beside('packs')} --json`)
    expect([code, JSON.parse(out)]).toEqual([
      1,
      {
        problems: [
          { file: 'XX/people.yaml', line: 2, message: expect.stringContaining('请填写「条款」') },
          { file: 'XX/people.yaml', line: 5, message: expect.stringContaining('没有「number」这一项') },
        ],
      },
    ])
  })
})

describe('as a process of its own', () => {
  it('the exit code, stdout and stderr are what was said above', async () => {
    const [wrong, refused, done] = await Promise.all([
      line.run('findngs'),
      line.run('policy show XX'),
      line.run('policy check --json'),
    ])
    expect([wrong.code, wrong.out]).toEqual([2, ''])
    expect([refused.code, refused.out, refused.err.includes('没有代号为 XX 的政策包')]).toEqual([1, '', true])
    expect([done.code, done.err, JSON.parse(done.out).problems]).toEqual([0, '', []])
  })

  it('a reader that closes the pipe early is no fault', async () => {
    const child = line.start('policy show GD --json')
    let err = ''
    child.stderr!.on('data', (part) => {
      err += part
    })
    child.stdout!.once('data', () => child.stdout!.destroy())
    const code = await new Promise((resolve) => child.once('close', resolve))
    expect([code, err]).toEqual([0, ''])
  })

  it('it finds the database of the running installation, leaves it running, and does not start a second one', async () => {
    const [migrate, start] = await Promise.all([line.run('migrate --json'), line.run('start')])
    expect(migrate).toEqual({ code: 0, out: '{\n  "ran": []\n}\n', err: '' })
    expect([start.code, start.out]).toEqual([1, expect.stringContaining('一站已在运行')])
    expect((await office.runtime.owner.pool.query('select 1')).rowCount).toBe(1)
  })
})

describe('--help', () => {
  it('names every command, in Chinese only, and ends with 0', async () => {
    const said: string[] = []
    for (const group of ['', 'demo', 'audit', 'policy', 'place', 'report', 'user']) {
      const { code, out, err } = await type(`${group} --help`)
      expect([code, err]).toEqual([0, ''])
      said.push(out)
    }
    for (const command of ['policy new', 'policy check', 'place find', 'report compile', 'user add', 'backup', 'start'])
      said.push((await type(`${command} --help`)).out)
    expect(said.join('\n')).toContain('依据的上级文件（默认 cn）')
    const commands =
      'start migrate demo backup restore doctor audit policy place findings report user load clear verify list check show diff schema find compile add role invite disable enable unlock'
    for (const name of commands.split(' ')) expect(said.join('\n'), name).toContain(`\n  ${name} `)
    expect(said.join('\n')).not.toMatch(/\b(display|help for|options\]|command\]|Usage|Arguments|Options|default)\b/)
  })
})

describe('findings --place --on --json', () => {
  it('answers a list of { station, rule, result, value, required, clause }', async () => {
    const found = await typeJson<Found[]>('findings --place 官渡区')
    expect(found.length).toBeGreaterThan(10)
    for (const { station: of, rule, result, value, required, clause } of found) {
      expect(of === null || /^530111-[0-9a-f-]{36}$/.test(of)).toBe(true)
      expect(rule).toMatch(/^[a-z][A-Za-z0-9.]+$/)
      expect(['met', 'notMet', 'notMeasurable']).toContain(result)
      expect(value === null).toBe(result === 'notMeasurable')
      expect(required).toMatch(/^(不少于|不超过|正好|应当有)/)
      expect(clause).toMatch(/^(官渡区方案|昆民通〔2021〕8号|全国通用) ./)
    }
  })

  it('[GD-4.4] the two deputies of 太和 are what its district asks, and stand with that clause', async () => {
    const found = await typeJson<Found[]>('findings --place 530111002')
    const ofStation = found.filter(({ stationName, value }) => stationName === station && value === 2)
    expect(ofStation).toContainEqual(
      expect.objectContaining({ result: 'met', required: '正好 2 人', clause: '官渡区方案 四（四）' }),
    )
  })

  it('takes a full name in one piece, with or without the province', async () => {
    for (const place of ['云南省昆明市官渡区', '昆明市官渡区'])
      expect((await type(`findings --place ${place}`)).out).toMatch(/^云南省 · 昆明市 · 官渡区：/)
  })

  it('on a day before the document was in force, nothing is asked', async () => {
    expect(await typeJson('findings --place 官渡区 --on 2020-01-01')).toEqual([])
  })

  it('says the same for people, what is not met first', async () => {
    const { code, out } = await type('findings --place 官渡区')
    expect(code).toBe(0)
    expect(out).toMatch(/^云南省 · 昆明市 · 官渡区：达到 \d+，未达到 \d+，暂不能核查 \d+\n/)
    const marks = [...out.split('\n\n')[1]!.matchAll(/^ ([✗✓－])/gm)].map(([, mark]) => mark)
    expect(marks).toEqual([...marks].sort((a, b) => '✗✓－'.indexOf(a!) - '✗✓－'.indexOf(b!)))
    expect(marks[0]).toBe('✗')
  })
})

describe('policy', () => {
  interface Line {
    key: string
    kind: string
    label: string
    value: unknown
    unit: string | null
    clause: string
    from: string
  }
  interface Shown {
    code: string
    document: string
    extends: string | null
    inForceFrom: string | null
    lines: Line[]
  }

  it('show GD --json: the document, and one line for each rule, list entry and catalogue row, inherited ones too', async () => {
    const { lines, ...document } = await typeJson<Shown>('policy show GD')
    expect(document).toEqual({ code: 'GD', document: '官渡区方案', extends: 'KM', inForceFrom: '2021-04-30' })
    for (const { key, kind, label, clause, from, value, unit } of lines) {
      expect([key, kind, label, clause, from].every((word) => typeof word === 'string' && word !== '')).toBe(true)
      expect([value, unit]).not.toContain(undefined)
    }
    expect(lines.filter(({ kind, from }) => kind === 'catalogue' && from === 'GD').length).toBe(45)
    // a bound, a reading and a clock are figures too, with what they are counted in
    const figure = (key: string) => lines.filter((one) => one.key === key).map((one) => [one.value, one.unit])[0]
    expect(figure('parameter.elderAge')).toEqual([60, '周岁'])
    expect(figure('clock.contractPublish')).toEqual([2, '个工作日'])
    for (const { kind, value } of lines) if (['rule', 'range'].includes(kind)) expect(typeof value).not.toBe('object')
    expect([...new Set(lines.map(({ from }) => from))].sort()).toEqual(['GD', 'KM', 'cn'])
  })

  it.each(['KM', 'PZ', 'CG', 'BH'])('show %s: a document of its own over the national floor', async (code) => {
    const { lines, ...document } = await typeJson<Shown>(`policy show ${code}`)
    expect(document).toMatchObject({ code, extends: 'cn' })
    expect(new Set(lines.map(({ from }) => from))).toEqual(new Set([code, 'cn']))
  })

  it('a code is the same in capitals or not', async () => {
    expect(await typeJson('policy show gd')).toEqual(await typeJson('policy show GD'))
    expect(await typeJson('policy diff km gd')).toEqual(await typeJson('policy diff KM GD'))
    expect(await typeJson<{ code: string }[]>('policy uses CN')).toMatchObject([{ code: 'cn' }])
    expect((await type('policy new gd --name 某区 --place 530111')).err).toContain('代号 GD 已被《官渡区方案》使用')
  })

  it('check takes a copy of the whole folder in place of the product’s own', async () => {
    await cp('policies', beside('copy'), { recursive: true })
    const { problems, packs } = await typeJson<{ problems: unknown[]; packs: { code: string }[] }>(
      `policy check ${beside('copy')}`,
    )
    expect([problems, packs.map(({ code }) => code)]).toEqual([[], ['BH', 'CG', 'GD', 'KM', 'PZ', 'cn']])
    await appendFile(beside('copy/GD/pack.yaml'), 'unti: 次\n')
    expect((await type(`policy check ${beside('copy')}`)).out).toContain('GD/pack.yaml')
    await rm(beside('copy/cn'), { recursive: true })
    expect((await type(`policy check ${beside('copy')}`)).out).toContain('代号 BH 已被另一个政策包使用')
  })

  it('list names the packs, and diff what two of them say differently', async () => {
    const heads = await typeJson<{ code: string }[]>('policy list')
    expect(heads.map(({ code }) => code)).toEqual(['BH', 'CG', 'GD', 'KM', 'PZ', 'cn'])
    const differences = await typeJson<Record<string, unknown>[]>('policy diff KM GD')
    expect(Object.keys(differences[0]!)).toEqual(['key', 'kind', 'label', 'KM', 'GD'])
    expect(differences.every(({ KM, GD }) => JSON.stringify(KM) !== JSON.stringify(GD))).toBe(true)
  })
})

describe('place', () => {
  it('find takes the words as they come, and ends with 1 when there is no such place', async () => {
    const found = await typeJson('place find 官渡 太和街道')
    expect(found).toMatchObject([{ id: '530111002', path: '云南省 · 昆明市 · 官渡区 · 太和街道' }])
    expect((await type('place find 乌有')).code).toBe(1)
  })

  it('list and show count the same below a district', async () => {
    const below = await typeJson<unknown[]>('place list --below 官渡区')
    expect(await typeJson('place show 官渡区')).toMatchObject({ below: below.length })
  })
})

describe('report compile', () => {
  it.each([
    ['pdf', '%PDF'],
    ['docx', 'PK'],
    ['xlsx', 'PK'],
  ])('writes a station’s month as .%s', async (format, start) => {
    const out = beside(`month.${format}`)
    const month = businessDay(new Date()).slice(0, 7)
    const made = await typeJson(`report compile --station ${station} --month ${month} --out ${out}`)
    const content = await readFile(out)
    expect(made).toMatchObject({ period: month, state: 'draft', file: out, format, bytes: content.length })
    expect(content.subarray(0, start.length).toString('latin1')).toBe(start)
  })
})

describe('user', () => {
  it('opens an account with a one-time link, gives a role, disables; every step is on the trail as done by command', async () => {
    const opened = await typeJson<{ id: string }>('user add xinren --name 示例新人 --role county --place 官渡区')
    expect(opened).toMatchObject({ login: 'xinren', role: 'county', over: '官渡区' })
    expect(opened).toMatchObject({ link: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/./) })
    const held = await typeJson<{ role: string }[]>('user role xinren --give auditor --place 昆明市')
    expect(held.map(({ role }) => role).sort()).toEqual(['auditor', 'county'])
    expect(await type('user disable xinren')).toEqual({
      code: 0,
      out: '示例新人（xinren）已停用，已登录的也已退出\n',
      err: '',
    })
    expect(await typeJson('user list --name xinren')).toMatchObject([{ login: 'xinren', state: 'disabled' }])
    const { rows } = await office.runtime.owner.pool.query<{ action: string }>(
      'select action from audit where account = $1 and record = $2 order by at',
      [commandLineAccount, opened.id],
    )
    const steps = ['accounts/openAccount', 'accounts/inviteAccount', 'accounts/disableAccount']
    expect(rows.map(({ action }) => action)).toEqual(steps)
  })
})

describe('audit verify', () => {
  /** Changes what the third line of the station's chain says was done; answers what it said before. */
  async function rewrite(to: string): Promise<string> {
    const { rows } = await office.runtime.owner.pool.query<{ before: string }>(
      `update audit a set action = $2 from station s, audit old where s.county = a.county and s.id = a.station and s.name = $1 and a.seq = 3
         and old.county = a.county and old.station = a.station and old.seq = a.seq returning old.action as before`,
      [station, to],
    )
    return rows[0]!.before
  }

  it('ends with 0 while the chains are whole, and with 1 naming chain and line when one was changed', async () => {
    expect(await typeJson('audit verify')).toMatchObject({ chains: expect.any(Number), problems: [] })
    const before = await rewrite('made up')
    const { code, out } = await type('audit verify')
    expect(code).toBe(1)
    expect(out).toMatch(new RegExp(`^发现 1 处问题：.*\\n  ${station}：.*3`))
    await rewrite(before)
    expect((await type('audit verify')).code).toBe(0)
  })
})
