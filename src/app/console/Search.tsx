import { SearchOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button, Input, type InputRef } from 'antd'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { type FindGroup, findGroups } from '../../modules/search/index.ts'
import { client } from '../../ui/client.ts'
import { useMe } from '../../ui/me.tsx'
import { useAnswer } from '../../ui/query.ts'
import { pages } from './pages.tsx'

const api = client<typeof import('../../modules/search/index.server.ts')>('search')

const pathOf: Record<FindGroup, string> = {
  people: '/people/',
  clients: '/clients/',
  stations: '/stations/',
  reports: '/reports/',
  places: '/places/',
}
const shownPages = 5
const pauseMs = 200

interface Hit {
  path: string
  name: string
  note: string | null
}

/** What was typed, once the typing pauses. */
function usePaused(typed: string): string {
  const [paused, setPaused] = useState(typed)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(typed), pauseMs)
    return () => clearTimeout(timer)
  }, [typed])
  return paused
}

/** What was found, group by group: pages of the console here, everything else by the server. */
function useFound(typed: string): { groups: { label: string; hits: Hit[] }[]; waiting: boolean } {
  const me = useMe()
  const asked = usePaused(typed)
  const found = useAnswer(api.findAnything, { text: asked || ' ' }, { enabled: asked !== '', keep: true })
  if (asked === '') return { groups: [], waiting: typed !== '' }
  const titles = pages
    .filter(({ path, grants }) => !path.includes('$') && (grants?.some((grant) => me.grants.has(grant)) ?? true))
    .filter(({ title }) => title.includes(asked))
    .slice(0, shownPages)
    .map(({ path, title }) => ({ path, name: title, note: null }))
  const groups = (found.data ?? []).map(({ group, hits }) => ({
    label: findGroups[group],
    hits: hits.map(({ id, ...hit }) => ({ ...hit, path: `${pathOf[group]}${id}` })),
  }))
  return {
    groups: titles.length > 0 ? [{ label: '页面', hits: titles }, ...groups] : groups,
    waiting: asked !== typed || found.isFetching,
  }
}

/** `/` goes to the box from wherever nothing is typed. */
function useSlash(box: { current: InputRef | null }) {
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      const at = event.target as HTMLElement
      const typing = at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      box.current?.focus()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [box])
}

/** Finds people, stations, reports, places and pages from everywhere: arrows and Enter choose, Esc leaves. */
export function Search({ onLeave }: { onLeave?: () => void }) {
  const navigate = useNavigate()
  const box = useRef<InputRef>(null)
  const listId = useId()
  const [typed, setTyped] = useState('')
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState(0)
  const [entered, setEntered] = useState(false)
  const { groups, waiting } = useFound(typed.trim())
  useSlash(box)
  const hits = groups.flatMap((group) => group.hits)
  const shown = open && typed.trim() !== ''
  const chosen = Math.min(at, hits.length - 1)
  const idOf = (hit: number) => `${listId}-${hit}`

  const leave = () => {
    setTyped('')
    setEntered(false)
    setOpen(false)
    box.current?.blur()
    onLeave?.()
  }
  const go = (hit: Hit | undefined) => {
    if (!hit) return
    leave()
    void navigate({ to: hit.path })
  }
  // an Enter that came before the answer holds for it
  useEffect(() => {
    if (entered && !waiting) {
      setEntered(false)
      go(hits[chosen])
    }
  })
  const move = (event: KeyboardEvent, to: number) => {
    event.preventDefault()
    setAt((to + hits.length) % hits.length)
    document.getElementById(idOf((to + hits.length) % hits.length))?.scrollIntoView({ block: 'nearest' })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') leave()
    // the Enter that ends the writing of Chinese characters chooses nothing
    if (!shown || event.nativeEvent.isComposing) return
    if (event.key === 'Enter') waiting ? setEntered(true) : go(hits[chosen])
    if (hits.length === 0) return
    if (event.key === 'ArrowDown') move(event, chosen + 1)
    if (event.key === 'ArrowUp') move(event, chosen - 1)
  }
  let count = -1
  return (
    <div className="search">
      <Input
        ref={box}
        role="combobox"
        aria-label="全局搜索"
        aria-autocomplete="list"
        aria-expanded={shown && hits.length > 0}
        {...(shown && hits.length > 0 && { 'aria-controls': listId, 'aria-activedescendant': idOf(chosen) })}
        prefix={<SearchOutlined aria-hidden />}
        suffix={onLeave ? undefined : <kbd aria-hidden>/</kbd>}
        placeholder="人员、服务对象、社工站…"
        maxLength={40}
        autoComplete="off"
        autoFocus={onLeave !== undefined}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          setAt(0)
          setEntered(false)
          setOpen(true)
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      {shown && (
        <div className="found">
          {hits.length === 0 ? (
            <div role="status" className="found-none">
              {waiting ? '正在查找…' : '没有找到；可以试试姓名、拼音首字母、完整的身份证号或站名'}
            </div>
          ) : (
            <div role="listbox" id={listId} aria-label="搜索结果">
              {groups.map((group) => (
                // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot stand in a listbox
                <div key={group.label} role="group" aria-label={group.label}>
                  <div className="found-group" aria-hidden>
                    {group.label}
                  </div>
                  {group.hits.map((hit) => {
                    count += 1
                    const mine = count
                    return (
                      <button
                        key={hit.path}
                        type="button"
                        role="option"
                        id={idOf(mine)}
                        tabIndex={-1}
                        aria-selected={mine === chosen}
                        className="found-hit"
                        // the box keeps the focus, so that it is not left before the click arrives
                        onMouseDown={(event) => event.preventDefault()}
                        onMouseEnter={() => setAt(mine)}
                        onClick={() => go(hit)}
                      >
                        <span>{hit.name}</span>
                        {hit.note && <span className="found-note">{hit.note}</span>}
                      </button>
                    )
                  })}
                </div>
              ))}
            </div>
          )}
        </div>
      )}
    </div>
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
