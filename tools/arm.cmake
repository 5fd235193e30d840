# SPDX-License-Identifier: Apache-2.0
# The ARM tree: the kernel for one board, the programs, and bootable images.
#
#     kernel.elf             the kernel
#     roots/<case>.elf       root tasks that test or measure the kernel
#     images/<name>.elf      what ./writ run boots
#
# `cmake --install` makes an SDK of it (install.cmake).

# A board outside of the tree is named by its folder: -DWRIT_BOARD_FOLDER=...
if(NOT WRIT_BOARD_FOLDER)
	set(WRIT_BOARD_FOLDER ${CMAKE_SOURCE_DIR}/platform/arm/boards/${WRIT_BOARD})
endif()
if(NOT EXISTS ${WRIT_BOARD_FOLDER}/board.toml)
	message(FATAL_ERROR "${WRIT_BOARD}: no such board; boards are the folders of platform/arm/boards, "
		"and those that WRIT_BOARD_FOLDER names")
endif()
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${WRIT_BOARD_FOLDER}/board.toml)
execute_process(
	COMMAND ${WRIT_PYTHON} -c "import sys, tomllib; print(tomllib.load(open(sys.argv[1], 'rb'))['compiler']['cpu'])"
		${WRIT_BOARD_FOLDER}/board.toml
	OUTPUT_VARIABLE WRIT_CPU OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)

set(WRIT_BOARD_JSON ${CMAKE_BINARY_DIR}/board/board.json)
set(WRIT_TOOLS ${CMAKE_SOURCE_DIR}/tools)
set(WRIT_PROGRAM_SCRIPT ${CMAKE_SOURCE_DIR}/userland/lib/program.ld)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/roots)
include(tools/program.cmake)

# Nothing that is built names the folder that it was built in: the same bytes everywhere.
# The last map that fits counts; the assembler is not told of the first kind.
foreach(map ${CMAKE_SOURCE_DIR}/= ${CMAKE_BINARY_DIR}=. ${CMAKE_BINARY_DIR}/=build/)
	add_compile_options(-ffile-prefix-map=${map} $<$<COMPILE_LANGUAGE:ASM>:-fdebug-prefix-map=${map}>)
	add_link_options(-ffile-prefix-map=${map})
endforeach()

add_subdirectory(platform/arm)
add_subdirectory(kernel)
foreach(folder userland tests/qemu tests/bench)
	if(EXISTS ${CMAKE_SOURCE_DIR}/${folder}/CMakeLists.txt)
		add_subdirectory(${folder})
	endif()
endforeach()
include(tools/install.cmake)
