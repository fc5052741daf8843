// A piece of the text, built from bytes merge by merge.
import { createMergesState } from '../../state/merges/merges.ts';
import { useRoom, useStore } from '../store-context.ts';
import { ColumnView } from './column.tsx';
import { MergesControls } from './controls.tsx';
import './merges-view.css';
import { PieceText } from './piece-text.tsx';
import { Player } from './player.tsx';

export default function MergesView() {
  const { words } = useStore();
  const merges = useRoom(createMergesState);
  const columns = merges.columns.value;
  return (
    <div class="merges-view">
      <h1 class="visually-hidden">{words.value.viewMerges}</h1>
      <MergesControls />
      <PieceText />
      <Player />
      <div class={columns.length > 1 ? 'merges-columns are-two' : 'merges-columns'}>
        {columns.map((column) => (
          <ColumnView key={column.name} column={column} />
        ))}
      </div>
    </div>
  );
}
