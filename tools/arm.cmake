# SPDX-License-Identifier: Apache-2.0
# The ARM tree: the kernel for one board, the programs, and bootable images.
#
#     kernel.elf             the kernel
#     roots/<case>.elf       root tasks that test or measure the kernel
#     images/<name>.elf      what ./writ run boots
#
# Functions for the folders below:
#
#     writ_image(<name> <root> [BLOB <file>])       one bootable image of a root task
#     writ_system(<name> <description> [<domain>...]) an image of a system description

set(WRIT_BOARD_FOLDER ${CMAKE_SOURCE_DIR}/platform/arm/boards/${WRIT_BOARD})
if(NOT EXISTS ${WRIT_BOARD_FOLDER}/board.toml)
	message(FATAL_ERROR "${WRIT_BOARD}: no such board; boards are the folders of platform/arm/boards")
endif()
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${WRIT_BOARD_FOLDER}/board.toml)
execute_process(
	COMMAND ${WRIT_PYTHON} -c "import sys, tomllib; print(tomllib.load(open(sys.argv[1], 'rb'))['compiler']['cpu'])"
		${WRIT_BOARD_FOLDER}/board.toml
	OUTPUT_VARIABLE WRIT_CPU OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)

set(WRIT_BOARD_JSON ${CMAKE_BINARY_DIR}/board/board.json)
set(WRIT_IMAGES ${CMAKE_BINARY_DIR}/images)
file(MAKE_DIRECTORY ${WRIT_IMAGES} ${CMAKE_BINARY_DIR}/roots)
file(GLOB WRIT_SYSGEN CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tools/sysgen/*.py)

function(writ_image name root)
	cmake_parse_arguments(PARSE_ARGV 2 image "" "BLOB" "")
	set(blob)
	if(image_BLOB)
		set(blob --blob ${image_BLOB})
	endif()
	add_custom_command(OUTPUT ${WRIT_IMAGES}/${name}.elf VERBATIM
		COMMAND ${WRIT_PYTHON} ${CMAKE_SOURCE_DIR}/tools/image.py --kernel $<TARGET_FILE:kernel>
			--root $<TARGET_FILE:${root}> ${blob} --board ${WRIT_BOARD_JSON}
			--out ${WRIT_IMAGES}/${name}.elf
		DEPENDS kernel ${root} ${image_BLOB} ${WRIT_BOARD_JSON} ${WRIT_SYSGEN}
			${CMAKE_SOURCE_DIR}/tools/image.py ${CMAKE_SOURCE_DIR}/kernel/abi.h
		COMMENT "Image ${name}")
	add_custom_target(image_${name} ALL DEPENDS ${WRIT_IMAGES}/${name}.elf)
endfunction()

function(writ_system name description)
	set(folders)
	foreach(domain IN LISTS ARGN)
		list(APPEND folders --search $<TARGET_FILE_DIR:${domain}>)
	endforeach()
	set(stem ${CMAKE_BINARY_DIR}/systems/${name})
	file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/systems)
	add_custom_command(OUTPUT ${stem}.blob ${stem}.txt ${stem}.dot VERBATIM
		COMMAND ${CMAKE_COMMAND} -E env PYTHONPATH=${CMAKE_SOURCE_DIR}/tools
			${WRIT_PYTHON} -m sysgen ${description} --board ${WRIT_BOARD_JSON} ${folders}
			--root $<TARGET_FILE:init> --kernel $<TARGET_FILE:kernel>
			--out ${stem}.blob --report ${stem}.txt --dot ${stem}.dot
		DEPENDS ${description} ${ARGN} init kernel ${WRIT_BOARD_JSON} ${WRIT_SYSGEN}
			${CMAKE_SOURCE_DIR}/kernel/abi.h
		COMMENT "System ${name}")
	writ_image(${name} init BLOB ${stem}.blob)
endfunction()

add_subdirectory(platform/arm)
add_subdirectory(kernel)
foreach(folder userland tests/qemu tests/bench)
	if(EXISTS ${CMAKE_SOURCE_DIR}/${folder}/CMakeLists.txt)
		add_subdirectory(${folder})
	endif()
endforeach()
