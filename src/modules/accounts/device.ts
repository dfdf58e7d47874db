const browsers: readonly [RegExp, string][] = [
  [/MicroMessenger/, '微信'],
  [/DingTalk/, '钉钉'],
  [/QQBrowser/, 'QQ 浏览器'],
  [/360SE|QIHU/, '360 浏览器'],
  [/Edg\//, 'Edge'],
  [/Firefox\//, '火狐'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const systems: readonly [RegExp, string][] = [
  [/HarmonyOS|OpenHarmony/, '鸿蒙设备'],
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, '安卓手机'],
  [/Windows/, 'Windows 电脑'],
  [/Macintosh/, '苹果电脑'],
  [/Kylin|UOS|Deepin/i, '国产系统电脑'],
  [/Linux/, 'Linux 电脑'],
]

/** What a browser says of itself, in words a person recognises their own device by. */
export function deviceOf(agent: string): string {
  const first = (of: readonly [RegExp, string][]) => of.find(([sign]) => sign.test(agent))?.[1]
  return [first(systems), first(browsers)].filter(Boolean).join(' · ') || '未知设备'
}
