import { SearchOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { AutoComplete, Button, Input, type InputRef } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { type FindGroup, findGroups } from '../../modules/search/index.ts'
import { client } from '../../ui/client.ts'
import { useMe } from '../../ui/me.tsx'
import { useAnswer } from '../../ui/query.ts'
import { pages } from './pages.tsx'

const api = client<typeof import('../../modules/search/index.server.ts')>('search')

const pathOf: Record<FindGroup, string> = {
  people: '/people/',
  stations: '/stations/',
  reports: '/reports/',
  places: '/places/',
}
const shownPages = 5
const pauseMs = 200

/** What was typed, once the typing pauses. */
function usePaused(typed: string): string {
  const [paused, setPaused] = useState(typed)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(typed), pauseMs)
    return () => clearTimeout(timer)
  }, [typed])
  return paused
}

/** The pages of the console that are called so. */
function usePages(typed: string) {
  const me = useMe()
  if (typed === '') return []
  return pages
    .filter(({ path, grants }) => !path.includes('$') && (grants?.some((grant) => me.grants.has(grant)) ?? true))
    .filter(({ title }) => title.includes(typed))
    .slice(0, shownPages)
}

const label = (name: string, note: string | null) => (
  <div className="found">
    <span>{name}</span>
    {note && <span className="found-note">{note}</span>}
  </div>
)

/** Finds people, stations, reports, places and pages from everywhere: `/` goes there, arrows and Enter choose, Esc leaves. */
export function Search({ onLeave }: { onLeave?: () => void }) {
  const navigate = useNavigate()
  const box = useRef<InputRef>(null)
  const [typed, setTyped] = useState('')
  const [open, setOpen] = useState(false)
  const asked = usePaused(typed.trim())
  const found = useAnswer(api.findAnything, { text: asked || ' ' }, { enabled: asked !== '', keep: true })
  const titles = usePages(asked)
  const groups = asked === '' ? [] : (found.data ?? [])
  const options = [
    ...(titles.length > 0
      ? [{ label: '页面', options: titles.map(({ path, title }) => ({ value: path, label: label(title, null) })) }]
      : []),
    ...groups.map(({ group, hits }) => ({
      label: findGroups[group],
      options: hits.map(({ id, name, note }) => ({ value: `${pathOf[group]}${id}`, label: label(name, note) })),
    })),
  ]
  const waiting = asked !== typed.trim() || found.isFetching

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const at = event.target as HTMLElement
      const typing = at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      box.current?.focus()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])

  const leave = () => {
    setTyped('')
    setOpen(false)
    box.current?.blur()
    onLeave?.()
  }
  return (
    <AutoComplete
      className="search"
      value={typed}
      options={options}
      open={open && typed.trim() !== ''}
      onOpenChange={setOpen}
      onChange={(next) => {
        setTyped(next)
        setOpen(true)
      }}
      onSelect={(path) => {
        leave()
        void navigate({ to: path })
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') leave()
      }}
      defaultActiveFirstOption
      notFoundContent={waiting ? '正在查找…' : '没有找到；可以试试姓名、拼音首字母、完整的身份证号或站名'}
      popupMatchSelectWidth={Math.min(420, window.innerWidth - 24)}
      autoFocus={onLeave !== undefined}
    >
      <Input
        ref={box}
        aria-label="全局搜索"
        prefix={<SearchOutlined aria-hidden />}
        suffix={onLeave ? undefined : <kbd aria-hidden>/</kbd>}
        placeholder="人员、社工站、报表…"
        maxLength={40}
      />
    </AutoComplete>
  )
}

/** On a phone: an icon that opens the box over the whole head. */
export function NarrowSearch() {
  const [open, setOpen] = useState(false)
  if (!open) return <Button type="text" aria-label="搜索" icon={<SearchOutlined />} onClick={() => setOpen(true)} />
  return (
    <div className="search-over">
      <Search onLeave={() => setOpen(false)} />
      <Button type="text" onClick={() => setOpen(false)}>
        取消
      </Button>
    </div>
  )
}
