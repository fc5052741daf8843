// The merges as a tree over the bytes; in words for who cannot see it.
import { useId, useRef } from 'preact/hooks';
import type { Build } from '../../state/merges/build.ts';
import type { Built } from '../../state/merges/columns.ts';
import { createMergesState } from '../../state/merges/merges.ts';
import type { TreeNode } from '../../state/merges/tree.ts';
import { labelText } from '../../state/visible.ts';
import { ScrollBox } from '../scroll-box.tsx';
import { useRoom, useStore } from '../store-context.ts';
import { tintClass } from './bars.tsx';
import { cellLabel, spokenBytes } from './labels.ts';
import './tree.css';
import { useInSight, useUnitWidth } from './unit-width.ts';

const WIDEST = 40;
const LEVEL = 44;
const NODE = 24;
/** Room for what a character's bytes are bracketed with. */
const BRACKET = 32;

export function Tree({ of: { build, forest } }: { of: Built }) {
  const { words } = useStore();
  const { step } = useRoom(createMergesState);
  const box = useRef<HTMLDivElement>(null);
  const unit = useUnitWidth(box, build.bytes.length, WIDEST).value;
  const id = useId();
  useInSight(box, unit, build.steps[step.value]);
  const { bytes, characters } = build;
  const hasBrackets = characters.some(({ begin, end }) => end - begin > 1);
  const height = forest.height * LEVEL + NODE + 2;
  const spoken = (begin: number, end: number) =>
    spokenBytes(bytes.subarray(begin, end), words.value);
  const title = words.value.treeOf(spoken(0, bytes.length));
  const merges = forest.nodes.flatMap(({ begin, end, made }) =>
    made
      ? [
          words.value.treeNode(
            spoken(begin, end),
            spoken(made.parts[0].begin, made.parts[0].end),
            spoken(made.parts[1].begin, made.parts[1].end),
          ),
        ]
      : [],
  );
  const x = ({ begin, end }: { begin: number; end: number }) => ((begin + end) / 2) * unit;
  const y = ({ level }: TreeNode) => height - 1 - NODE / 2 - level * LEVEL;
  return (
    <section class="tree">
      <h3>{words.value.treeTitle}</h3>
      <ScrollBox class="tree-box" box={box} label={title}>
        <svg
          role="img"
          aria-labelledby={`${id}-title`}
          aria-describedby={`${id}-words`}
          width={bytes.length * unit}
          height={height + (hasBrackets ? BRACKET : 0)}
        >
          <title id={`${id}-title`}>{title}</title>
          <desc id={`${id}-words`}>{merges.join('. ')}</desc>
          {forest.nodes.map((node) =>
            node.made?.parts.map((part) => (
              <path
                key={`${node.begin} ${node.end} ${part.begin}`}
                class="tree-edge"
                d={`M${x(node)} ${y(node)}V${y(node) + LEVEL / 2}H${x(part)}V${y(part)}`}
              />
            )),
          )}
          {forest.nodes.map((node) => (
            <Node
              key={`${node.begin} ${node.end}`}
              of={build}
              node={node}
              x={x(node)}
              y={y(node)}
              unit={unit}
              step={step.value}
            />
          ))}
          {hasBrackets &&
            characters
              .filter(({ begin, end }) => end - begin > 1)
              .map((character) => (
                <g key={character.begin} class="tree-character">
                  <path
                    d={`M${character.begin * unit + 4} ${height + 2}v5H${character.end * unit - 4}v-5`}
                  />
                  <text x={x(character)} y={height + 24}>
                    {labelText(cellLabel(bytes.subarray(character.begin, character.end)))}
                  </text>
                </g>
              ))}
        </svg>
      </ScrollBox>
    </section>
  );
}

interface NodeProperties {
  of: Build;
  node: TreeNode;
  x: number;
  y: number;
  unit: number;
  step: number;
}

/** Advances of the font in which nodes are labelled: half-width and full-width characters. */
const NARROW = 7.3;
const WIDE = 12;

const widthOf = (label: string) =>
  [...label].reduce((sum, each) => sum + (each > '\u2fff' ? WIDE : NARROW), 9);

function Node({ of, node, x, y, unit, step }: NodeProperties) {
  const label = labelText(cellLabel(of.bytes.subarray(node.begin, node.end)));
  const room = (node.end - node.begin) * unit - 2;
  const width = Math.min(room, Math.max(unit - 4, widthOf(label)));
  const isMade = node.made === undefined || node.made.step < step;
  const isNext = node.made?.step === step;
  const state = isMade ? tintClass(of, node) : 'is-plain';
  return (
    <g class={`tree-node ${state}${isNext ? ' is-next' : ''}`}>
      <rect x={x - width / 2} y={y - NODE / 2} width={width} height={NODE} rx={4} />
      <text x={x} y={y + 4.5}>
        {label}
      </text>
    </g>
  );
}
