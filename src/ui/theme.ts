import type { ThemeConfig } from 'antd'

/** Our tokens (experience.md, Look): calm government blue, contrast at least 4.5 : 1 everywhere. */
export const colours = {
  primary: '#1F5FA8',
  success: '#2E7D4F',
  warning: '#B25E00',
  error: '#B3261E',
  text: '#1F2329',
  muted: '#5A6472',
  page: '#F6F7F9',
  line: '#E3E7ED',
} as const

const fonts =
  '"PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", "Noto Sans S Chinese", system-ui, sans-serif'

export const theme: ThemeConfig = {
  token: {
    colorPrimary: colours.primary,
    colorInfo: colours.primary,
    colorSuccess: colours.success,
    colorWarning: colours.warning,
    colorError: colours.error,
    // the palette made from these dark colours would be too dull behind words: light grounds keep 4.5 : 1
    colorSuccessBg: '#F1F9F4',
    colorSuccessBorder: '#A9D3B9',
    colorWarningBg: '#FFFCF8',
    colorWarningBorder: '#E8C79A',
    colorErrorBg: '#FEF4F3',
    colorErrorBorder: '#EBB7B2',
    colorInfoBg: '#F2F7FC',
    colorInfoBorder: '#B9D0EA',
    colorLink: colours.primary,
    colorLinkHover: '#184C87',
    colorText: colours.text,
    colorTextSecondary: colours.muted,
    colorTextTertiary: colours.muted,
    colorTextDescription: colours.muted,
    colorTextPlaceholder: '#667085',
    colorTextDisabled: '#667085',
    colorBgLayout: colours.page,
    colorBorder: '#C5CDD8',
    colorBorderSecondary: colours.line,
    borderRadius: 6,
    fontSize: 14,
    fontFamily: fonts,
    // cut off by style alone, menus and dialogs would wait unseen for the end of their motion
    motion: !globalThis.matchMedia?.('(prefers-reduced-motion: reduce)').matches,
    motionDurationMid: '0.12s',
    motionDurationSlow: '0.16s',
  },
  components: {
    Table: {
      headerBg: '#F0F3F7',
      headerColor: colours.text,
      // grey words on a chosen row keep 4.5 : 1
      rowSelectedBg: '#F2F7FC',
      rowSelectedHoverBg: '#E8F0FA',
      cellPaddingBlock: 10,
      cellPaddingInline: 12,
    },
    Layout: {
      headerBg: '#FFFFFF',
      headerHeight: 52,
      headerPadding: '0 16px',
      siderBg: '#FFFFFF',
      bodyBg: colours.page,
    },
    Menu: { itemSelectedBg: '#E8F0FA', itemHeight: 38, itemBorderRadius: 6 },
    Form: { itemMarginBottom: 18, labelColor: colours.text },
    Descriptions: { labelColor: colours.muted, titleMarginBottom: 8 },
    Tabs: { horizontalMargin: '0 0 12px 0' },
  },
}
