import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Schema from 'typebox/schema'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { lineKinds } from './kinds.ts'
import { writtenSchema } from './schema.ts'

const folder = join(import.meta.dirname, '../../../policies')
const schema = JSON.parse(writtenSchema())
const fits = (content: unknown) => Schema.Check(schema, content)

describe('policies/schema.json', () => {
  it('is what ./yizhan policy schema prints now', () => {
    expect(readFileSync(join(folder, 'schema.json'), 'utf8')).toBe(writtenSchema())
  })

  it('fits every file of the packs that come with the product, each of which names it for editors', () => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'))
    expect(files.length).toBeGreaterThan(30)
    for (const name of files) {
      const text = readFileSync(join(folder, name), 'utf8')
      expect(text, name).toMatch(/^# yaml-language-server: \$schema=\.\.\/schema\.json\n/)
      expect(fits(parse(text)), name).toBe(true)
    }
  })

  it('knows every kind of line, and says in Chinese what each field is and which words stand behind the keys', () => {
    const { properties } = schema.else
    expect(Object.keys(properties)).toEqual(Object.keys(lineKinds))
    expect(properties.level.title).toBe('站点层级')
    expect(properties.level.items.properties.level.description).toContain('hub 县（区）总站')
    expect(properties.post.items.properties.value.description).toBe('单位：人')
    expect(schema.$defs.clause.title).toBe('条款')
  })

  it.each([
    ['a kind that does not exist', { nonsense: [] }],
    ['a line without its clause', { sequence: [{ key: 'a.b', label: '次序', value: ['一'] }] }],
    ['a key that no field has', { sequence: [{ key: 'a.b', label: '次序', value: ['一'], clause: '一', extra: 1 }] }],
    ['a value of the wrong type', { sequence: [{ key: 'a.b', label: '次序', value: 'one', clause: '一' }] }],
    [
      'a choice that is not in the list',
      { stage: [{ key: 'a.b', label: '目标', value: '一', clause: '一', order: 'x' }] },
    ],
    ['a head without its document', { code: 'XX', title: '标题', place: '530111' }],
  ])('refuses %s', (_what, content) => {
    expect(fits(content)).toBe(false)
  })
})
