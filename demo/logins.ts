import type { RoleName } from '../src/modules/accounts/index.ts'
import type { OperatorKey } from './operators.ts'

/** A login that is printed: one for each role, and who answers for the other jurisdictions. */
export interface DemoLogin {
  login: string
  role: RoleName
  place?: string
  /** Place of the station it belongs to. */
  station?: string
  operator?: OperatorKey
  /** Who sits there: the first of the station's team in this seat, else nobody of a station. */
  seat?: 'head' | 'worker'
  /** What to look at first. */
  first: string
}

export const logins: readonly DemoLogin[] = [
  { login: 'yunnan', role: 'province', place: '530000', first: '全省的站点、报表与核查结论' },
  { login: 'kunming', role: 'city', place: '530100', first: '报表：五华区上月的月报待审核' },
  { login: 'guandu', role: 'county', place: '530111', first: '报送情况：上月三个站待审核、一个已退回、两个未报' },
  { login: 'taihe', role: 'township', place: '530111002', first: '本街道社工站的服务记录与核查结论' },
  { login: 'hepinglu', role: 'village', place: '530111002001', first: '本社区社工站的服务记录' },
  {
    login: 'taihe.zhan',
    role: 'stationHead',
    station: '530111002',
    seat: 'head',
    first: '报表：上月月报被退回，改后重报',
  },
  {
    login: 'taihe.shegong',
    role: 'residentWorker',
    station: '530111002',
    seat: 'worker',
    first: '登记一条服务，看自己的记录',
  },
  {
    login: 'taihe.tongshi',
    role: 'residentWorker',
    station: '530111002',
    seat: 'worker',
    first: '同站的另一位社工：别人的个案与事件都看不到',
  },
  { login: 'hefeng', role: 'operator', operator: 'hefeng', first: '承接的各站、人员与证书' },
  { login: 'shenji', role: 'auditor', place: '530100', first: '留痕：谁改了什么，谁看过证件号' },
  { login: 'guanli', role: 'administrator', place: '530100', first: '账号：开设账号、分配角色' },
  { login: 'anquan', role: 'securityOfficer', place: '530100', first: '账号：停用、解锁、重置口令' },
  { login: 'wuhua', role: 'county', place: '530102', first: '按市级文件核查的四个站' },
  { login: 'panzhihua', role: 'city', place: '510400', first: '核查结论：2021 年任务表的 48 个站（室）' },
  { login: 'dongqu', role: 'county', place: '510402', first: '三级体系：总站、站、室' },
  { login: 'chengguan', role: 'county', place: '620102', first: '三个采购包的街道站' },
  { login: 'binhai', role: 'county', place: '120116', first: '三个街镇站和生态城站，证书登记' },
]

/** Offices that write in the demo but are not printed; they have no password. */
export const quietOffices: readonly { login: string; role: RoleName; place: string }[] = [
  { login: 'xiqu', role: 'county', place: '510403' },
  { login: 'renhe', role: 'county', place: '510411' },
  { login: 'miyi', role: 'county', place: '510421' },
  { login: 'yanbian', role: 'county', place: '510422' },
]
