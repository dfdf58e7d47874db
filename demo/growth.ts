/** What the offices of the demo wrote down of the building of their networks: timetables, marks, pairs, groups. */

/** Nodes of a county's or a city's own timetable: the day each was done, and a word on it. */
export const officeNodes: readonly {
  office: string
  place: string
  code: string
  line: string
  doneOn: string
  note: string
}[] = [
  {
    office: 'kunming',
    place: '530100',
    code: 'KM',
    line: 'milestone.ownPlan',
    doneOn: '2021-03-12',
    note: '方案已印发各县（市、区）',
  },
  {
    office: 'kunming',
    place: '530100',
    code: 'KM',
    line: 'milestone.training',
    doneOn: '2021-05-28',
    note: '办培训一期，开调度会一次',
  },
  {
    office: 'wuhua',
    place: '530102',
    code: 'KM',
    line: 'milestone.plan',
    doneOn: '2021-03-20',
    note: '配套方案和实施计划已报送',
  },
  {
    office: 'wuhua',
    place: '530102',
    code: 'KM',
    line: 'milestone.funds',
    doneOn: '2021-04-14',
    note: '经费列入年度预算',
  },
  {
    office: 'wuhua',
    place: '530102',
    code: 'KM',
    line: 'milestone.platform',
    doneOn: '2021-06-15',
    note: '四个站场所落实，最后一个六月中旬启用',
  },
  {
    office: 'wuhua',
    place: '530102',
    code: 'KM',
    line: 'milestone.evaluation',
    doneOn: '2021-08-27',
    note: '评估结果已报送',
  },
  {
    office: 'guandu',
    place: '530111',
    code: 'KM',
    line: 'milestone.plan',
    doneOn: '2021-04-30',
    note: '区级方案印发后报送',
  },
  {
    office: 'guandu',
    place: '530111',
    code: 'KM',
    line: 'milestone.funds',
    doneOn: '2021-05-18',
    note: '经费测算完成，预算已批复',
  },
  {
    office: 'guandu',
    place: '530111',
    code: 'KM',
    line: 'milestone.platform',
    doneOn: '2021-05-31',
    note: '各街道站点清单和照片齐备',
  },
  {
    office: 'guandu',
    place: '530111',
    code: 'GD',
    line: 'milestone.ownPlan',
    doneOn: '2021-04-30',
    note: '方案已印发各街道',
  },
  {
    office: 'guandu',
    place: '530111',
    code: 'GD',
    line: 'milestone.funds',
    doneOn: '2021-05-18',
    note: '经费测算完成，预算已批复',
  },
  {
    office: 'guandu',
    place: '530111',
    code: 'GD',
    line: 'milestone.training',
    doneOn: '2021-05-29',
    note: '指导中心培训两场，选定三个示范站',
  },
  {
    office: 'guandu',
    place: '530111',
    code: 'GD',
    line: 'milestone.evaluation',
    doneOn: '2021-06-29',
    note: '评估结果已报市级',
  },
  {
    office: 'guandu',
    place: '530111',
    code: 'KM',
    line: 'milestone.evaluation',
    doneOn: '2021-06-30',
    note: '评估结果已报送',
  },
]

/** Streets that never handed in what was asked: they stand on the overdue list. */
export const lateStreets: readonly string[] = ['530111007']

/** Stations named as models, and by which paper. */
export const models: readonly { place: string; fromOn: string; document: string }[] = [
  { place: '530111002', fromOn: '2021-06-30', document: '示例示范站名单（2021）' },
  { place: '530111004', fromOn: '2021-06-30', document: '示例示范站名单（2021）' },
  { place: '530111001', fromOn: '2022-07-01', document: '示例示范站名单（2022）' },
  { place: '530102001', fromOn: '2021-08-01', document: '示例示范站名单' },
]

/** Names of yearly projects, taken in turn; the second of each set has local character. */
export const projectNames: readonly (readonly [string, string, string])[] = [
  ['邻里守望', '滇池课堂', '周末义诊'],
  ['银龄相伴', '花灯社区', '便民服务日'],
  ['童心港湾', '古渡记忆', '健康讲堂'],
]

/** Stations of one street each whose party branch was founded, and one that qualifies and waits. */
export const branches: readonly { place: string; members: number; foundedOn?: string; partner?: string }[] = [
  { place: '510402002', members: 5, foundedOn: '2022-06-28', partner: '示例社区党委' },
  { place: '510411100', members: 4, foundedOn: '2023-03-10', partner: '示例社区党支部' },
  { place: '510421100', members: 3, foundedOn: '2022-11-02', partner: '示例社区党支部' },
  { place: '510403100', members: 3 },
]

/** A plan of 官渡区’s own for the running year: rooms in three streets. */
export const ownPlan = {
  county: '530111',
  rows: ['530111001', '530111002', '530111004', '530111005'].map((place) => ({
    place,
    hub: 0,
    station: 1,
    room: place === '530111005' ? 1 : 2,
  })),
}

/** What the leading group of 官渡区 decided, and what is still open. */
export const leading = {
  place: '530111',
  name: '社工站建设领导小组',
  foundedOn: '2021-05-10',
  meeting: {
    subject: '年度建设任务与示范站',
    attended: '领导小组成员、各街道社会建设办公室',
    minutes: '听取各街道站点运行情况；研究六甲街道社工站人员配备；明确下半年示范站走访安排。',
  },
  matters: [
    { matter: '六甲街道社工站配齐持证社工', responsible: '六甲街道党工委副书记', dueInDays: -12 },
    { matter: '示范站走访与经验汇编', responsible: '区民政局社会事务科负责人', dueInDays: 25 },
  ],
}
