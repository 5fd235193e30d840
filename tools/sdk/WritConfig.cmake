# SPDX-License-Identifier: Apache-2.0
# find_package(Writ): the functions of program.cmake, for the board WRIT_BOARD.
#
#     cmake --toolchain SDK/arm-none-eabi.cmake -B build [-DWRIT_BOARD=<a folder of SDK/boards>]
get_filename_component(WRIT_SDK ${CMAKE_CURRENT_LIST_DIR}/../../.. ABSOLUTE)
set(WRIT_BOARD qemu-virt CACHE STRING "a folder of the SDK's boards")
set(writ_board ${WRIT_SDK}/boards/${WRIT_BOARD})

if(NOT CMAKE_SYSTEM_NAME STREQUAL Generic OR NOT CMAKE_SYSTEM_PROCESSOR STREQUAL arm)
	set(Writ_FOUND FALSE)
	string(CONCAT Writ_NOT_FOUND_MESSAGE "the compiler is not for Writ's machines, configure an empty build folder with "
		"--toolchain ${WRIT_SDK}/arm-none-eabi.cmake")
	return()
endif()
if(NOT EXISTS ${writ_board}/board.json)
	file(GLOB boards RELATIVE ${WRIT_SDK}/boards ${WRIT_SDK}/boards/*)
	list(JOIN boards " " boards)
	set(Writ_FOUND FALSE)
	set(Writ_NOT_FOUND_MESSAGE "WRIT_BOARD is ${WRIT_BOARD}, and the SDK's boards are: ${boards}")
	return()
endif()

set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${writ_board}/board.json)
file(READ ${writ_board}/board.json writ_json)
string(JSON WRIT_CPU GET ${writ_json} compiler cpu)
set(WRIT_BOARD_JSON ${writ_board}/board.json)
set(WRIT_TOOLS ${WRIT_SDK}/tools)
set(WRIT_PROGRAM_SCRIPT ${WRIT_SDK}/lib/program.ld)
include(${CMAKE_CURRENT_LIST_DIR}/python.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/program.cmake)

# __FILE__ is a name in the project: the same bytes wherever it is built.
set(writ_flags ${WRIT_COMPILE_FLAGS} -fmacro-prefix-map=${CMAKE_SOURCE_DIR}/=)

if(NOT TARGET Writ::user)
	add_library(Writ::user STATIC IMPORTED)
	set_target_properties(Writ::user PROPERTIES
		IMPORTED_LOCATION ${writ_board}/libwrit_user.a
		INTERFACE_INCLUDE_DIRECTORIES ${WRIT_SDK}/include
		INTERFACE_COMPILE_OPTIONS "${writ_flags};$<$<CONFIG:>:${WRIT_DEFAULT_FLAGS}>"
		INTERFACE_LINK_OPTIONS "${WRIT_LINK_FLAGS}")
	add_library(Writ::start OBJECT IMPORTED)
	set_target_properties(Writ::start PROPERTIES IMPORTED_OBJECTS ${writ_board}/crt0.o)
	foreach(image kernel init)
		add_executable(Writ::${image} IMPORTED)
		set_target_properties(Writ::${image} PROPERTIES IMPORTED_LOCATION ${writ_board}/${image}.elf)
	endforeach()
endif()
