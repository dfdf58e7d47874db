import { useState } from 'react'
import { formatInstant } from '../../core/time.ts'
import { appVersion, lockUp, type Shown, sync } from './engine.ts'
import { Numbers } from './Records.tsx'

const largeKey = 'yizhan-field-large'

/** Text and targets larger, for whoever wants it; kept on this phone. */
export function applySize(): void {
  document.documentElement.dataset.large = localStorage.getItem(largeKey) ?? 'false'
}

/** How this phone stands. */
export function Mine({ shown }: { shown: Shown }) {
  const owner = shown.owner!
  const [large, setLarge] = useState(localStorage.getItem(largeKey) === 'true')
  const pack = [...shown.packs.values()][0]
  return (
    <>
      <section className="panel">
        <h2>{owner.name}</h2>
        <dl className="facts">
          <dt>社工站</dt>
          <dd>{owner.stations.map(({ name }) => name).join('、')}</dd>
          <dt>本机带着</dt>
          <dd>{shown.cards.size} 位服务对象</dd>
          <dt>上次同步</dt>
          <dd>{shown.lastSyncAt ? formatInstant(shown.lastSyncAt) : '还没有'}</dd>
          <dt>本机保存</dt>
          <dd>
            {shown.persistent ? '浏览器已答应长期保存' : '浏览器没有答应长期保存：请把本页「添加到主屏幕」，并常同步'}
          </dd>
          <dt>程序版本</dt>
          <dd>{appVersion}</dd>
        </dl>
      </section>
      <div className="buttons" style={{ marginBottom: '0.75rem' }}>
        <button type="button" className="main" disabled={shown.syncing} onClick={() => void sync()}>
          {shown.syncing ? '正在同步…' : '现在同步'}
        </button>
        <button type="button" onClick={lockUp}>
          锁上
        </button>
        <button
          type="button"
          aria-pressed={large}
          onClick={() => {
            localStorage.setItem(largeKey, String(!large))
            setLarge(!large)
            applySize()
          }}
        >
          {large ? '恢复字号' : '大字'}
        </button>
        <a className="button" href="/">
          电脑版
        </a>
      </div>
      {pack && <Numbers numbers={pack.numbers} />}
      <p className="quiet">
        内容在本机加密保存，只有您的 PIN 能打开；不记录行踪，照片去掉位置。手机丢失请告诉站长停用这台设备。
      </p>
    </>
  )
}
