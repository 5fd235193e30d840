(* SPDX-License-Identifier: Apache-2.0 *)
(* The ARM's data model for Frama-C: AAPCS, char is unsigned, 64-bit values are aligned to 8. *)
let mach = { Cil_types.version = "arm-none-eabi-gcc 12 (AAPCS)"; compiler = "gcc";
  cpp_arch_flags = []; sizeof_short = 2; sizeof_int = 4; sizeof_long = 4; sizeof_longlong = 8; sizeof_ptr = 4;
  sizeof_float = 4; sizeof_double = 8; sizeof_longdouble = 8; sizeof_void = 1; sizeof_fun = 1;
  size_t = "unsigned int"; wchar_t = "unsigned int"; ptrdiff_t = "int";
  alignof_short = 2; alignof_int = 4; alignof_long = 4; alignof_longlong = 8; alignof_ptr = 4; alignof_float = 4;
  alignof_double = 8; alignof_longdouble = 8; alignof_str = 1; alignof_fun = 4; alignof_aligned = 8;
  char_is_unsigned = true; underscore_name = false; const_string_literals = true; little_endian = true;
  has__builtin_va_list = true }
let () = File.new_machdep "arm32" mach
