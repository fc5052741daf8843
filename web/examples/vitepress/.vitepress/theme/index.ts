import 'bpeek/widget';
import 'bpeek/widget.css';

export { default } from 'vitepress/theme';
