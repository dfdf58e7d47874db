/** One thing an archive must hold, and where it is put in. */
export interface ArchiveItem {
  key: string
  label: string
  /** What to do when it is missing. */
  fix: string
  clause?: string
}

/**
 * What an archive must hold before it counts as complete. The documents ask for complete and orderly records without
 * naming the parts (KM-A2s), so this list is our reading; the freshness of needs comes from the pack besides.
 */
export const archiveItems = {
  identity: { key: 'identity', label: '身份证号或无证原因', fix: '在基本情况中补身份证号，或写明没有的原因' },
  reachable: { key: 'reachable', label: '联系方式', fix: '补本人电话，或登记监护人、紧急联系人的电话' },
  grounds: { key: 'grounds', label: '建档依据', fix: '登记同意，或写明依法履职的依据' },
  category: { key: 'category', label: '服务对象类别', fix: '登记至少一个类别，附证明材料' },
  worker: { key: 'worker', label: '责任社工', fix: '指定责任社工' },
  needs: { key: 'needs', label: '需求评估', fix: '登记一次需求评估' },
  guardian: { key: 'guardian', label: '监护人', fix: '未成年人须登记监护人' },
  risk: {
    key: 'risk',
    label: '风险评定在期内',
    fix: '评定风险等级，到期的重新评定',
    clause: '攀民政〔2021〕31号 导引 3.2.2.2',
  },
  care: { key: 'care', label: '照料能力', fix: '登记自理能力和主要照料人' },
  confirmed: {
    key: 'confirmed',
    label: '儿童身份确认',
    fix: '由街道（乡镇）确认身份并登记日期',
    clause: '官渡区方案 附件3 第6项',
  },
} as const satisfies Record<string, ArchiveItem>
export type ArchiveKey = keyof typeof archiveItems
