import './places.css'
import { Link } from '@tanstack/react-router'
import { Nothing } from '../../ui/parts.tsx'
import { type Colouring, colourings, legendOf, type Tile } from './colouring.ts'
import { shortName } from './place.ts'

/** What each colour means, in words, and how many tiles bear it. */
export function Legend({ tiles, colouring }: { tiles: readonly Tile[]; colouring: Colouring }) {
  return (
    <ul className="place-legend" aria-label={`图例：${colourings[colouring].label}`}>
      {legendOf(tiles, colouring).map(({ word, fill, edge, count }) => (
        <li key={word}>
          <i aria-hidden style={{ background: fill, borderColor: edge }} />
          {word} {count}
        </li>
      ))}
    </ul>
  )
}

/**
 * The tree as tiles, one a place: a level grouped by type, or two levels grouped by the place between. Tiles lead down.
 */
export function TileMap({
  root,
  tiles,
  colouring,
  search,
}: {
  root: string
  tiles: readonly Tile[]
  colouring: Colouring
  search: object
}) {
  const first = tiles.filter(({ parent }) => parent === root)
  const second = tiles.filter(({ parent }) => parent !== root)
  if (first.length === 0) return <Nothing says="这一天没有下级区划" />
  const groups =
    second.length > 0
      ? first.map((head) => ({ key: head.id, head, members: second.filter(({ parent }) => parent === head.id) }))
      : [...new Set(first.map(({ type }) => type))].map((type) => ({
          key: type,
          head: type,
          members: first.filter((tile) => tile.type === type),
        }))
  return groups.map(({ key, head, members }) => (
    <section key={key} className="place-group">
      <h3>
        {typeof head === 'string' ? head : <To tile={head} search={search} />}
        <span style={{ fontWeight: 400, color: '#5A6472' }}>（{members.length} 个）</span>
      </h3>
      <ul className="place-tiles">
        {members.map((tile) => (
          <li key={tile.id}>
            <OneTile tile={tile} colouring={colouring} search={search} />
          </li>
        ))}
      </ul>
    </section>
  ))
}

function To({ tile, search }: { tile: Tile; search: object }) {
  return (
    <Link to={'/places/$id' as never} params={{ id: tile.id } as never} search={search as never}>
      {tile.name}
    </Link>
  )
}

function OneTile({ tile, colouring, search }: { tile: Tile; colouring: Colouring; search: object }) {
  const { word, fill, edge } = colourings[colouring].paint(tile)
  return (
    <Link
      to={'/places/$id' as never}
      params={{ id: tile.id } as never}
      search={search as never}
      className="place-tile"
      title={tile.name}
      style={{ background: fill, borderLeftColor: edge }}
    >
      <span>{shortName(tile.name)}</span>
      <span className="place-tile-word">
        {word}
        {tile.below > 0 && ` · ${tile.below} 个下级`}
      </span>
    </Link>
  )
}
