import type { PlaceKind } from '../places/index.ts'

/** Every grant, as users read it. `noun.verb`; what is not given here is not allowed. */
export const grants = {
  'place.manage': '维护行政区划',
  'organisation.manage': '维护机构',
  'station.read': '查看社工站',
  'station.manage': '维护社工站',
  'person.read': '查看人员',
  'person.manage': '维护人员',
  'person.reveal': '查看证件与电话原文',
  'service.read': '查看服务记录',
  'service.record': '登记服务记录',
  'report.read': '查看报表',
  'report.submitStation': '编报站级报表',
  'report.submitCounty': '编报区县报表',
  'report.submitCity': '编报市级报表',
  'report.decideStation': '审核站级报表',
  'report.decideCounty': '审核区县报表',
  'report.decideCity': '审核市级报表',
  'finding.read': '查看核查结论',
  'account.read': '查看账号',
  'account.manage': '开设账号与分配角色',
  'account.secure': '停用、解锁账号与重置口令',
  'audit.read': '查看留痕与查阅记录',
} as const
export type Grant = keyof typeof grants

export interface Role {
  readonly label: string
  /** What the role is held over. */
  readonly anchor: 'place' | 'station' | 'organisation'
  readonly placeKinds?: readonly PlaceKind[]
  readonly grants: readonly Grant[]
  /** Grants that reach only the person's own records. */
  readonly own?: readonly Grant[]
  /** Roles that one account may not hold together (三权分立). */
  readonly apart?: boolean
}

/** Areas that own accounts and audit lines of their own. */
const offices = ['province', 'city', 'county'] as const satisfies PlaceKind[]

const reading = [
  'station.read',
  'person.read',
  'service.read',
  'report.read',
  'finding.read',
] as const satisfies Grant[]

export const roles = {
  province: { label: '省级', anchor: 'place', placeKinds: ['province'], grants: [...reading, 'report.decideCity'] },
  city: {
    label: '市级',
    anchor: 'place',
    placeKinds: ['city'],
    grants: [...reading, 'report.submitCity', 'report.decideCounty'],
  },
  county: {
    label: '区县',
    anchor: 'place',
    placeKinds: ['county'],
    grants: [
      ...reading,
      'station.manage',
      'organisation.manage',
      'person.manage',
      'person.reveal',
      'report.submitCounty',
      'report.decideStation',
    ],
  },
  township: { label: '街道（乡镇）', anchor: 'place', placeKinds: ['township', 'zone'], grants: reading },
  village: {
    label: '社区（村）',
    anchor: 'place',
    placeKinds: ['village'],
    grants: ['station.read', 'service.read', 'finding.read'],
  },
  stationHead: {
    label: '站长',
    anchor: 'station',
    grants: [...reading, 'person.manage', 'person.reveal', 'service.record', 'report.submitStation'],
  },
  residentWorker: { label: '驻站社工', anchor: 'station', grants: reading, own: ['service.record'] },
  operator: {
    label: '承接主体',
    anchor: 'organisation',
    grants: [...reading, 'person.manage', 'report.submitStation'],
  },
  auditor: {
    label: '审计员',
    anchor: 'place',
    placeKinds: offices,
    grants: ['audit.read', 'account.read', 'station.read', 'report.read'],
    apart: true,
  },
  administrator: {
    label: '系统管理员',
    anchor: 'place',
    placeKinds: offices,
    grants: ['account.read', 'account.manage', 'place.manage', 'organisation.manage', 'station.read', 'station.manage'],
    apart: true,
  },
  securityOfficer: {
    label: '安全管理员',
    anchor: 'place',
    placeKinds: offices,
    grants: ['account.read', 'account.secure'],
    apart: true,
  },
} as const satisfies Record<string, Role>

export type RoleName = keyof typeof roles
export const roleNames = Object.fromEntries(Object.entries(roles).map(([key, { label }]) => [key, label])) as Record<
  RoleName,
  string
>
