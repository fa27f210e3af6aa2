/** Where discovery looks: of its own, since every command declares its options, and few look around. */
export { SOURCES, type Source } from '../../discover/find.ts';
